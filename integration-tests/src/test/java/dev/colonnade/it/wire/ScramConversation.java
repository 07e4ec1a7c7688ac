package dev.colonnade.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's half of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
final class ScramConversation {
    private static final String NONCE = "integrationtests0123456789";
    private final String password;

    ScramConversation(String password) {
        this.password = password;
    }

    byte[] first() {
        byte[] message = ("n,," + firstBare()).getBytes(UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(RawConnection.cString("SCRAM-SHA-256"));
        body.writeBytes(RawConnection.int32(message.length));
        body.writeBytes(message);
        return body.toByteArray();
    }

    byte[] last(String serverFirst) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : serverFirst.split(",", -1)) {
            parts.put(part.substring(0, 1), part.substring(2));
        }
        String withoutProof = "c=biws,r=" + parts.get("r");
        String signed = firstBare() + "," + serverFirst + "," + withoutProof;
        try {
            byte[] salt = Base64.getDecoder().decode(parts.getOrDefault("s", ""));
            int iterations = Integer.parseInt(parts.getOrDefault("i", "0"));
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] signature = hmac(stored, signed);
            byte[] proof = new byte[clientKey.length];
            for (int i = 0; i < proof.length; i++) {
                proof[i] = (byte) (clientKey[i] ^ signature[i]);
            }
            return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String firstBare() {
        return "n=,r=" + NONCE;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(ISO_8859_1));
    }
}
