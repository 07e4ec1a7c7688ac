package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramServerTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String MECHANISM = "SCRAM-SHA-256";

    /** The example of RFC 7677, section 3. */
    @Test
    void speaksTheExampleOfTheStandard() {
        ScramServer server = new ScramServer(
                users("user", "pencil", 4_096), new SecureRandom(), () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        ScramExchange exchange = server.begin("user");
        assertEquals(
                new ScramReply.Continue(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
                exchange.initial(MECHANISM, bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")));
        assertEquals(
                new ScramReply.Proven("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                exchange.next(bytes("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")));
        assertEquals(violation("unexpected SASL message"), exchange.next(bytes("c=biws")));
    }

    @ParameterizedTest
    @CsvSource({"sesame, 4096", "p=w\"or,1", "Käsekrainer ½, 100", "\u2168\u00a0IX\u00ad, 4096", "שלום, 1", "😀 ｆ, 2"})
    void aClientOfAnotherMakeGetsInWithTheRightPasswordOnly(String password, int iterations) throws ScramException {
        ScramServer server = new ScramServer(users("app", password, iterations), new SecureRandom());
        assertInstanceOf(ScramReply.Proven.class, login(server, "app", password));
        assertEquals(
                new ScramReply.Failed("28P01", "password authentication failed for user \"app\"", null),
                login(server, "app", password + "x"));
    }

    @Test
    void aUserWhoDoesNotExistFailsOnlyAtTheEndAndHasOneSalt() throws ScramException {
        ScramServer server = new ScramServer(users("app", "sesame", 1_234), new SecureRandom());
        assertEquals(
                new ScramReply.Failed("28P01", "password authentication failed for user \"eve\"", null),
                login(server, "eve", "sesame"));
        assertEquals(saltAndIterations(server, "eve"), saltAndIterations(server, "eve"));
        assertNotEquals(saltAndIterations(server, "eve"), saltAndIterations(server, "mallory"));
        assertTrue(saltAndIterations(server, "eve").endsWith("i=1234"));
        assertEquals(
                saltAndIterations(server, "app").length(),
                saltAndIterations(server, "eve").length());
    }

    @Test
    void anInitialResponseMayComeLater() {
        ScramExchange exchange = exchange();
        assertEquals(new ScramReply.Continue(""), exchange.initial(MECHANISM, null));
        assertInstanceOf(ScramReply.Continue.class, exchange.next(bytes("n,,n=,r=abc")));
    }

    @Test
    void aClientThatBelievesItCouldBindTheChannelIsTaken() {
        ScramExchange exchange = exchange();
        assertInstanceOf(ScramReply.Continue.class, exchange.initial(MECHANISM, bytes("y,,n=,r=abc")));
        String proof = Base64.getEncoder().encodeToString(new byte[32]);
        assertEquals(
                violation("unexpected SCRAM channel-binding attribute in client-final-message"),
                exchange.next(bytes("c=biws,r=abcNONCE,p=" + proof)));
        ScramExchange right = exchange();
        assertInstanceOf(ScramReply.Continue.class, right.initial(MECHANISM, bytes("y,,n=,r=abc")));
        var failed = assertInstanceOf(ScramReply.Failed.class, right.next(bytes("c=eSws,r=abcNONCE,p=" + proof)));
        assertEquals("28P01", failed.sqlState());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|The message is empty.",
                "n|Comma expected, but found character \"0x00\".",
                "x,,n=,r=a|Unexpected channel-binding flag \"x\".",
                "p=tls-server-end-point,,n=,r=a|The client selected SCRAM-SHA-256 without channel binding, but the SCRAM"
                        + " message includes channel binding data.",
                "n,z=1,n=,r=a|Unexpected attribute \"z\" in client-first-message.",
                "n,,r=a|Expected attribute \"n\" but found \"r\".",
                "n,,n=,|Expected attribute \"r\" but found \"0x00\".",
                "n,,n=,r=a,1=2|Attribute expected, but found invalid character \"1\".",
                "n,,n=,r=a,bc|Expected character \"=\" for attribute \"b\".",
            })
    void malformedFirstMessages(String message, String detail) {
        assertEquals(
                new ScramReply.Failed("08P01", "malformed SCRAM message", detail),
                exchange().initial(MECHANISM, bytes(message)));
    }

    @Test
    void whatIsNotSupportedIsNamed() {
        assertEquals(
                new ScramReply.Failed("0A000", "client uses authorization identity, but it is not supported", null),
                exchange().initial(MECHANISM, bytes("n,a=root,n=,r=a")));
        assertEquals(
                new ScramReply.Failed("0A000", "client requires an unsupported SCRAM extension", null),
                exchange().initial(MECHANISM, bytes("n,,m=x,n=,r=a")));
        assertEquals(
                violation("client selected an invalid SASL authentication mechanism"),
                exchange().initial("SCRAM-SHA-256-PLUS", bytes("n,,n=,r=a")));
        assertEquals(
                violation("non-printable characters in SCRAM nonce"),
                exchange().initial(MECHANISM, bytes("n,,n=,r=a\u0007")));
        assertEquals(violation("unexpected SASL message"), exchange().next(bytes("n,,n=,r=a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"c=biws,r=abcNONCE,p=AAAA", "c=biws,r=abcNONCE,p=!", "c=biws,r=abcNONCE", "r=abcNONCE", "c"})
    void malformedLastMessages(String message) {
        ScramExchange exchange = exchange();
        exchange.initial(MECHANISM, bytes("n,,n=,r=abc"));
        var failed = assertInstanceOf(ScramReply.Failed.class, exchange.next(bytes(message)));
        assertEquals("malformed SCRAM message", failed.message());
    }

    @Test
    void aNonceOfAnotherConversationIsRefused() {
        ScramExchange exchange = exchange();
        exchange.initial(MECHANISM, bytes("n,,n=,r=abc"));
        String proof = Base64.getEncoder().encodeToString(new byte[32]);
        assertEquals(
                new ScramReply.Failed("08P01", "invalid SCRAM response", "Nonce does not match."),
                exchange.next(bytes("c=biws,r=abcECNON,p=" + proof)));
    }

    @Test
    void verifiersAreReadAsTheyAreWrittenAndNeverShown() {
        ScramVerifier verifier = ScramVerifier.of("pencil", SALT, 4_096);
        assertEquals(
                "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                verifier.encoded());
        assertEquals(verifier.encoded(), ScramVerifier.parse(verifier.encoded()).encoded());
        assertEquals("***", verifier.toString());
        for (String wrong : List.of("secret", "md5abc", "SCRAM-SHA-256$0:AAAA$AAAA:AAAA", "SCRAM-SHA-256$1:A$A:A")) {
            var e = assertThrows(IllegalArgumentException.class, () -> ScramVerifier.parse(wrong));
            assertEquals(Optional.of(false), Optional.ofNullable(e.getMessage()).map(m -> m.contains(wrong)));
        }
        assertThrows(IllegalArgumentException.class, () -> ScramVerifier.of("", SALT, 1));
    }

    private static ScramReply login(ScramServer server, String user, String password) throws ScramException {
        ScramClient client = ScramClient.builder()
                .advertisedMechanisms(ScramServer.MECHANISMS)
                .username("*")
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
                .build();
        ScramExchange exchange = server.begin(user);
        ScramReply first = exchange.initial(
                client.getScramMechanism().getName(),
                bytes(client.clientFirstMessage().toString()));
        client.serverFirstMessage(
                assertInstanceOf(ScramReply.Continue.class, first).challenge());
        ScramReply last = exchange.next(bytes(client.clientFinalMessage().toString()));
        if (last instanceof ScramReply.Proven(String signature)) {
            client.serverFinalMessage(signature);
        }
        return last;
    }

    private static String saltAndIterations(ScramServer server, String user) {
        ScramReply reply = server.begin(user).initial(MECHANISM, bytes("n,,n=,r=abc"));
        String challenge = assertInstanceOf(ScramReply.Continue.class, reply).challenge();
        return challenge.substring(challenge.indexOf(",s="));
    }

    private static ScramExchange exchange() {
        return new ScramServer(users("app", "sesame", 1), new SecureRandom(), () -> "NONCE").begin("app");
    }

    private static UserFile users(String user, String password, int iterations) {
        String verifier = ScramVerifier.of(password, SALT, iterations).encoded();
        return UserFile.parse("users.txt", "\"" + user + "\" \"" + verifier + "\"\n");
    }

    private static ScramReply violation(String message) {
        return new ScramReply.Failed("08P01", message, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
