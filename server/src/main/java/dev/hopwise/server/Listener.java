package dev.hopwise.server;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.server.config.Address;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One bound port.
final class Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int CONNECTIONS_MAX = 10_000;

  /// What is read at once, and handed on as one piece. Netty's own 64 KiB and 8 KiB make more than
  /// forty pieces of the body of an ordinary export, each an object with a life of its own.
  private static final int READ_BYTES_MAX = 128 << 10;

  private static final int READ_BYTES_FIRST = 4 << 10;
  private static final int READ_BYTES_MIN = 64;

  private static final int STREAM_WINDOW_BYTES = 2 << 20;
  private static final int CONNECTION_WINDOW_BYTES = 4 << 20;

  /// An upload that takes longer is given up.
  private static final Duration REQUEST_MAX = Duration.ofSeconds(60);

  /// OpenTelemetry exporters send every few seconds and keep their connection.
  private static final Duration IDLE_MAX = Duration.ofMinutes(5);

  /// Requests that are being answered get this long when the server stops.
  private static final Duration STOP_MAX = Duration.ofSeconds(2);

  private final Server server;
  private final Address bound;

  private Listener(Server server, Address bound) {
    this.server = server;
    this.bound = bound;
  }

  /// Binds and serves.
  ///
  /// @param key the setting that named the address, for the message
  /// @throws IOException when the address cannot be bound
  static Listener open(String key, Address address, Consumer<ServerBuilder> services)
      throws IOException {
    ServerBuilder builder = Server.builder();
    builder
        .http(new InetSocketAddress(address.host(), address.port()))
        .maxNumConnections(CONNECTIONS_MAX)
        // Bodies are bounded where they are collected, so that each protocol can say it its own
        // way.
        .maxRequestLength(0)
        .requestTimeout(REQUEST_MAX)
        .idleTimeout(IDLE_MAX)
        .http1MaxChunkSize(READ_BYTES_MAX)
        .childChannelOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX))
        .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
        .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .gracefulShutdownTimeout(Duration.ZERO, STOP_MAX)
        .disableServerHeader();
    services.accept(builder);
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new IOException(
          "cannot listen on %s (%s): %s".formatted(address, key, reasonOf(e)), e.getCause());
    }
    return new Listener(server, new Address(address.host(), server.activeLocalPort()));
  }

  /// The address with the port that was really bound.
  Address bound() {
    return bound;
  }

  /// `http://host:port`; a wildcard address is shown as the loopback one.
  String url() {
    String host = bound.host();
    boolean isWildcard = host.equals("0.0.0.0") || host.equals("::");
    return "http://" + (isWildcard ? new Address("127.0.0.1", bound.port()) : bound);
  }

  /// Stops accepting at once. The future completes when what was being answered is answered, which
  /// Netty says two seconds later at the earliest.
  CompletableFuture<Void> stop() {
    return server.stop();
  }

  /// Stops several, and waits shortly for all together. A sender that keeps a request open for ever
  /// is left behind.
  static void stopAll(Collection<Listener> listeners) {
    CompletableFuture<?>[] stopping =
        listeners.stream().map(Listener::stop).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(stopping).get(STOP_MAX.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("stopped with open requests");
    } catch (ExecutionException e) {
      LOG.warn("a port did not close in order", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reasonOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
