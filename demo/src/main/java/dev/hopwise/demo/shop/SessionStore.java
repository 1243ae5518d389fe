package dev.hopwise.demo.shop;

import java.sql.SQLException;
import java.util.Optional;

/// The sessions that auth knows. Any thread.
interface SessionStore {
  /// Before the database is reachable: nobody is known.
  SessionStore NONE = _ -> Optional.empty();

  /// Empty if the token is unknown or its session is over.
  Optional<AuthRpc.Reply> find(String token) throws SQLException;
}
