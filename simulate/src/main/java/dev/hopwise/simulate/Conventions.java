package dev.hopwise.simulate;

/// The generation of OpenTelemetry's semantic conventions that a service speaks.
public enum Conventions {
  /// `http.method`, `db.system`, `net.peer.name`: before the stable names.
  OLD,
  /// `http.request.method`, `db.system.name`, `server.address`.
  STABLE
}
