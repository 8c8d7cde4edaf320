package io.odsconnect.redis.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import redis.clients.jedis.Protocol;

/** A Lua script for the server: by its digest where the server has it already, by its text to teach it. */
final class Script {

    /**
     * A way to name the script to the server.
     *
     * @param command the command that takes it
     * @param argument the command's first argument
     */
    record Form(Protocol.Command command, String argument) {}

    private final Form byDigest;
    private final Form byText;

    private Script(String text) {
        this.byText = new Form(Protocol.Command.EVAL, text);
        this.byDigest = new Form(Protocol.Command.EVALSHA, sha1(text));
    }

    /** Reads a script from its parts, which lie beside this class. */
    static Script load(String... resources) {
        return new Script(Arrays.stream(resources).map(Script::read).collect(Collectors.joining("\n")));
    }

    /** Returns the text of a part of a script. */
    static String read(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the connector's JAR");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the short form; the server answers NOSCRIPT when it does not know it. */
    Form byDigest() {
        return byDigest;
    }

    /** Returns the form that always works; from then on the server knows the short one. */
    Form byText() {
        return byText;
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
