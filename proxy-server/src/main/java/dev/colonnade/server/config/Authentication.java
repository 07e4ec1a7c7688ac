package dev.colonnade.server.config;

import java.nio.file.Path;

/** How clients prove who they are. */
public sealed interface Authentication {
    /** Whoever connects is believed. */
    record Trust() implements Authentication {}

    /**
     * SCRAM-SHA-256 against a list of users.
     *
     * @param usersFile where the list was read, for messages
     * @param users the file's text: lines of a quoted user name and a quoted verifier
     */
    record ScramSha256(Path usersFile, Secret users) implements Authentication {}
}
