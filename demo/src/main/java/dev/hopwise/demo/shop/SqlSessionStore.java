package dev.hopwise.demo.shop;

import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions in SQL, behind a small cache, so that about one call in four needs no database.
final class SqlSessionStore implements SessionStore {
  private static final int CACHED_MAX = 50;
  private static final String FIND =
      """
      SELECT s.user_name, u.tier FROM sessions s JOIN users u ON u.name = s.user_name \
      WHERE s.token = ? AND s.expires_at > CURRENT_TIMESTAMP\
      """;

  private final Sql sql;
  private final Map<String, AuthRpc.Reply> cache = Collections.synchronizedMap(new RecentlyUsed());

  SqlSessionStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<AuthRpc.Reply> find(String token) throws SQLException {
    AuthRpc.Reply cached = cache.get(token);
    if (cached != null) {
      return Optional.of(cached);
    }
    var found =
        sql.query(FIND, row -> new AuthRpc.Reply(row.getString(1), row.getString(2)), token);
    found.forEach(reply -> cache.put(token, reply));
    return found.stream().findFirst();
  }

  private static final class RecentlyUsed extends LinkedHashMap<String, AuthRpc.Reply> {
    private static final long serialVersionUID = 1;

    RecentlyUsed() {
      super(CACHED_MAX, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, AuthRpc.Reply> eldest) {
      return size() > CACHED_MAX;
    }
  }
}
