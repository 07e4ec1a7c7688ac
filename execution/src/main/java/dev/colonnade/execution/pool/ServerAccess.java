package dev.colonnade.execution.pool;

import io.netty.channel.Channel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How servers are reached, the same for all shards.
 *
 * @param user the role that server connections log in as
 * @param password for servers that ask for one; its supplier is called at each login, null where there is none
 * @param channelType the socket class that fits the event loops
 * @param names looks up the servers' addresses
 * @param connectTimeoutMillis from the first packet to ReadyForQuery
 * @param messageBytesMax longest message accepted from a server
 * @param statementsMax prepared statements kept on one server connection
 */
public record ServerAccess(
        String user,
        @Nullable Supplier<String> password,
        Class<? extends Channel> channelType,
        NameLookup names,
        int connectTimeoutMillis,
        int messageBytesMax,
        int statementsMax) {}
