package dev.hopwise.demo.shop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.tools.Server;

/// The database server: H2, one database per service, files in the working directory.
final class DatabaseServer implements Part {
  private static final List<String> DATABASES =
      List.of("auth", "orders", "inventory", "payments", "fulfilment");

  private final Addresses addresses;

  DatabaseServer(Addresses addresses, Faults faults) {
    this.addresses = addresses;
    ChargeTrigger.heed(faults);
  }

  @Override
  public void listen() throws SQLException {
    System.setProperty("h2.bindAddress", "127.0.0.1");
    Path files = Path.of("databases").toAbsolutePath();
    for (String database : DATABASES) {
      create(files.resolve(database), database);
    }
    int port = addresses.toBind(Address.DATABASE).getPort();
    Server server =
        Server.createTcpServer(
                "-tcpPort", Integer.toString(port), "-baseDir", files.toString(), "-ifExists")
            .start();
    addresses.put(Address.DATABASE, server.getPort());
  }

  /// `DB_CLOSE_DELAY=-1` keeps it open between connections.
  private static void create(Path file, String database) throws SQLException {
    String url = "jdbc:h2:file:" + file + ";DB_CLOSE_DELAY=-1;CACHE_SIZE=4096";
    try (Connection connection = DriverManager.getConnection(url, "shop", "");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ALL OBJECTS"); // the directory may be that of an earlier run
      statement.execute("RUNSCRIPT FROM 'classpath:/dev/hopwise/demo/shop/" + database + ".sql'");
    }
  }
}
