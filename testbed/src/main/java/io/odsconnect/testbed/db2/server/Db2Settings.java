package io.odsconnect.testbed.db2.server;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings that the stand-in's process gets from the one that starts it, in a file, so that no password is seen in the list of
 * processes.
 *
 * @param port the loopback port to serve
 * @param derbyPort the loopback port of Derby's network server behind it
 * @param database the database's name
 * @param user the user who may connect
 * @param password the user's password
 */
public record Db2Settings(int port, int derbyPort, String database, String user, String password) {

    /** Writes the settings to a file. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("derby.port", Integer.toString(derbyPort));
        properties.setProperty("database", database);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
    }

    /** Reads the settings that {@link #write} wrote. */
    static Db2Settings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return new Db2Settings(
                Integer.parseInt(properties.getProperty("port")),
                Integer.parseInt(properties.getProperty("derby.port")),
                properties.getProperty("database"),
                properties.getProperty("user"),
                properties.getProperty("password"));
    }

    /** Does not show the password. */
    @Override
    public String toString() {
        return user + "@" + port + "/" + database;
    }
}
