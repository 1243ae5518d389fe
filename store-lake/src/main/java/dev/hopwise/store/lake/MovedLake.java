package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Iceberg names files by absolute paths, but people move data directories, or mount them
/// elsewhere. Then the table is written anew, with the same files under their new names; the
/// catalog that names it replaces the old one in one step.
final class MovedLake {

  private static final Logger LOG = LoggerFactory.getLogger(MovedLake.class);
  private static final String BELOW_LAKE = "/hopwise/spans/metadata/";

  private MovedLake() {}

  /// Does nothing when the lake lies where its catalog says.
  static void rebase(Path lake) throws IOException {
    if (!Files.exists(LakeCatalog.file(lake))) {
      return;
    }
    String metadata = metadataLocation(LakeCatalog.file(lake));
    int below = metadata == null ? -1 : metadata.lastIndexOf(BELOW_LAKE);
    if (metadata == null || metadata.startsWith(LocalFileIO.location(lake) + BELOW_LAKE)) {
      return;
    }
    if (below < 0) {
      throw new IOException(LakeCatalog.file(lake) + " names a foreign table: " + metadata);
    }
    String before = metadata.substring(0, below);
    LOG.info("the lake was moved from {} to {}: its metadata is written anew", before, lake);
    rebase(lake, before);
  }

  private static void rebase(Path lake, String before) throws IOException {
    Path fresh = lake.resolve("catalog.db.moved");
    Files.deleteIfExists(fresh);
    LocalFileIO moved = new MovedFileIO(before, LocalFileIO.location(lake));
    try (LakeTable old = LakeTable.of(LakeCatalog.open(lake, LakeCatalog.file(lake), moved));
        LakeTable table = LakeTable.create(LakeCatalog.open(lake, fresh, new LocalFileIO()))) {
      table.appendMoved(renamed(old, before, lake), old.position());
    }
    Files.move(
        fresh,
        LakeCatalog.file(lake),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    LocalOutputFile.forceDirectory(lake);
  }

  private static List<DataFile> renamed(LakeTable old, String before, Path lake)
      throws IOException {
    List<DataFile> files =
        old.filesWithStatistics().stream()
            .map(file ->
                DataFiles.builder(old.table().spec())
                    .copy(file)
                    .withPath(renamed(file.location(), before, LocalFileIO.location(lake)))
                    .build())
            .toList();
    for (DataFile file : files) {
      if (!Files.exists(LocalFileIO.path(file.location()))) {
        throw new IOException(
            "the lake was moved from " + before + ", but without " + file.location());
      }
    }
    return files;
  }

  private static String renamed(String location, String before, String after) {
    return location.startsWith(before + "/")
        ? after + location.substring(before.length())
        : location;
  }

  private static @Nullable String metadataLocation(Path catalog) throws IOException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        var query =
            sqlite.prepareStatement(
                "SELECT metadata_location FROM iceberg_tables"
                    + " WHERE table_namespace = 'hopwise' AND table_name = 'spans'");
        ResultSet result = query.executeQuery()) {
      return result.next() ? result.getString(1) : null;
    } catch (SQLException e) {
      throw new IOException(catalog + " is not the catalog of a lake", e);
    }
  }

  /// Reads files by their old names where they are now.
  private static final class MovedFileIO extends LocalFileIO {
    private static final long serialVersionUID = 1L;
    private final String before;
    private final String after;

    MovedFileIO(String before, String after) {
      this.before = before;
      this.after = after;
    }

    @Override
    public InputFile newInputFile(String location) {
      return super.newInputFile(renamed(location, before, after));
    }
  }
}
