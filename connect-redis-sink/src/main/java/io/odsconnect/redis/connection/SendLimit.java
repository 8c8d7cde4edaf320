package io.odsconnect.redis.connection;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that take too long to send. A socket's timeout is for reading only: a server that reads nothing more
 * would hold a writer for as long as the operating system believes in the connection, which is a quarter of an hour.
 */
final class SendLimit implements AutoCloseable {

    private final long limitMillis;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Starts a timer.
     *
     * @param threadName the name of its thread
     * @param limitMillis how long sending may take
     */
    SendLimit(String threadName, long limitMillis) {
        this.limitMillis = limitMillis;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Sends, and ends the connection should that take too long.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if sending fails or took too long
     */
    void send(NodeConnection connection, Runnable sending) {
        Future<?> end = timer.schedule(connection::end, limitMillis, TimeUnit.MILLISECONDS);
        try {
            sending.run();
        } finally {
            end.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
