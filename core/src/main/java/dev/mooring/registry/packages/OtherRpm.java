package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.InputStream;

/// Databases of RPM that are seen but not read: Berkeley DB's (before RPM 4.16), NDB's (SUSE), and
/// what SQLite has yet to write into its file.
final class OtherRpm implements PackageReader {

  @Override
  public boolean claims(LayerEntry file) {
    return RpmDatabase.directory(file.path())
        .filter(
            name ->
                name.equals("Packages")
                    || name.equals("Packages.db")
                    || (name.equals(RpmDatabase.NAME + "-wal") && file.size() > 0))
        .isPresent();
  }

  @Override
  public PackageList read(LayerEntry file, InputStream content) {
    return PackageList.unread(
        file.path(),
        file.path().endsWith("-wal") ? Messages.of("rpm-not-whole") : Messages.of("rpm-not-read"));
  }
}
