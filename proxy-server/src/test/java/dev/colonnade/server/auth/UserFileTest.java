package dev.colonnade.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.server.config.InvalidConfigException;
import org.junit.jupiter.api.Test;

final class UserFileTest {
    private static final String VERIFIER =
            ScramVerifier.of("x", new byte[] {1}, 7).encoded();

    @Test
    void readsUsersQuotesAndComments() {
        UserFile users = UserFile.parse("users.txt", """
                ; who may connect
                # and so on

                "app" "%1$s"
                  "o""brien"\t"%1$s"
                """.replace("%1$s", VERIFIER));
        assertEquals(2, users.size());
        assertEquals(VERIFIER, users.verifier("app").orElseThrow().encoded());
        assertTrue(users.verifier("o\"brien").isPresent());
        assertTrue(users.verifier("App").isEmpty());
        assertEquals("UserFile[2 users]", users.toString());
    }

    @Test
    void namesEveryLineThatIsWrongAndNoSecret() {
        String text = """
                "app" "VERIFIER"
                app VERIFIER
                "a" "hunter2"
                "app" "VERIFIER"
                "" "VERIFIER"
                """.replace("VERIFIER", VERIFIER);
        var e = assertThrows(InvalidConfigException.class, () -> UserFile.parse("users.txt", text));
        assertEquals("""
                users.txt: line 2: expected "user" "SCRAM-SHA-256$...", both in double quotes
                users.txt: line 3: expected a verifier SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as\
                 PostgreSQL keeps it in pg_authid.rolpassword
                users.txt: line 4: user app is listed twice
                users.txt: line 5: the user name is empty""", e.getMessage());
    }
}
