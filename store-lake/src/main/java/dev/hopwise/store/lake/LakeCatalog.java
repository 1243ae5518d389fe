package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/// The Iceberg catalog of a lake: an SQLite file that names the table's current metadata.
final class LakeCatalog implements AutoCloseable {

  private static final String FILE = "catalog.db";
  private static final TableIdentifier TABLE = TableIdentifier.of(Namespace.of("hopwise"), "spans");

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "format-version", "2",
          "write.format.default", "parquet",
          "write.metadata.compression-codec", "gzip",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "20",
          "commit.manifest.min-count-to-merge", "20",
          "commit.retry.num-retries", "10");

  private final Path lake;
  private final JdbcCatalog catalog;

  private LakeCatalog(Path lake, JdbcCatalog catalog) {
    this.lake = lake;
    this.catalog = catalog;
  }

  /// The catalog's file in a lake.
  static Path file(Path lake) {
    return lake.resolve(FILE);
  }

  /// Where a lake's table lies.
  static Path tableDirectory(Path lake) {
    return lake.resolve("hopwise").resolve("spans");
  }

  /// Opens or creates the catalog in a file.
  static LakeCatalog open(Path lake, Path file, FileIO io) {
    JdbcCatalog catalog = new JdbcCatalog(_ -> io, null, true);
    try {
      catalog.initialize(
          "hopwise",
          Map.of(
              "uri",
              "jdbc:sqlite:" + file,
              "warehouse",
              LocalFileIO.location(lake),
              "jdbc.schema-version",
              "V1"));
      return new LakeCatalog(lake, catalog);
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /// Whether it knows the table.
  boolean hasTable() {
    return catalog.tableExists(TABLE);
  }

  /// @throws IOException when the metadata it names is gone
  Table load() throws IOException {
    try {
      return catalog.loadTable(TABLE);
    } catch (NotFoundException e) {
      throw new IOException(
          "the metadata that " + file(lake) + " names is not there: " + e.getMessage(), e);
    }
  }

  /// Creates the table, with the columns that tables are created with.
  Table create() {
    if (!catalog.namespaceExists(TABLE.namespace())) {
      catalog.createNamespace(TABLE.namespace());
    }
    return catalog
        .buildTable(TABLE, LakeSchema.createdSchema())
        .withPartitionSpec(
            PartitionSpec.builderFor(LakeSchema.createdSchema()).hour("start_time").build())
        .withLocation(LocalFileIO.location(tableDirectory(lake)))
        .withProperties(PROPERTIES)
        .create();
  }

  /// Bytes of the catalog itself.
  static long bytes(Path lake) throws IOException {
    return Files.size(file(lake));
  }

  @Override
  public void close() {
    catalog.close();
  }
}
