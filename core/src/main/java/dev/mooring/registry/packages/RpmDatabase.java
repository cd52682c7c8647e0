package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What RPM installed, in the SQLite file that it has since 4.16: a header for each package.
final class RpmDatabase implements PackageReader {
  static final String NAME = "rpmdb.sqlite";
  private static final Set<String> DIRECTORIES =
      Set.of("var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/");

  /// The name of a file where RPM keeps its database.
  static Optional<String> directory(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return DIRECTORIES.contains(path.substring(0, slash))
        ? Optional.of(path.substring(slash))
        : Optional.empty();
  }

  @Override
  public boolean claims(LayerEntry file) {
    return directory(file.path()).filter(NAME::equals).isPresent();
  }

  @Override
  public PackageList read(LayerEntry file, InputStream content)
      throws IOException, InterruptedException {
    List<InstalledPackage> packages = new ArrayList<>();
    try (Spooled spooled = Spooled.of(content)) {
      SqliteTable table = new SqliteTable(spooled.bytes(), spooled.size());
      table.blobs(
          "Packages",
          header -> {
            if (packages.size() == MOST_PACKAGES) {
              throw new IOException("more than " + MOST_PACKAGES + " packages");
            }
            RpmHeader read = RpmHeader.read(header);
            packages.add(
                new InstalledPackage(
                    InstalledPackage.Kind.RPM,
                    read.name(),
                    read.version(),
                    read.architecture(),
                    file.path()));
          });
    }
    return PackageList.of(packages);
  }
}
