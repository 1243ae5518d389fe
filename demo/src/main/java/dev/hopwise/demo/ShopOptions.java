package dev.hopwise.demo;

import java.net.URI;
import java.nio.file.Path;

/// How to start a {@link Shop}.
///
/// @param otlp where the services send their spans, such as `http://127.0.0.1:4318`
/// @param protocol `http/protobuf` or `grpc`
/// @param portBase the first of the ports to use; 0 for free ports
/// @param agent the OpenTelemetry Java agent's jar
/// @param directory an existing directory for `logs/` and `databases/`
public record ShopOptions(URI otlp, String protocol, int portBase, Path agent, Path directory) {}
