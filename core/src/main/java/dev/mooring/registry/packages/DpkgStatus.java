package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What dpkg installed: one file for all, or one for each as distroless images have it (Debian
/// Policy 5, deb-control(5)).
final class DpkgStatus implements PackageReader {
  private static final String ALL = "var/lib/dpkg/status";
  private static final String EACH = "var/lib/dpkg/status.d/";

  @Override
  public boolean claims(LayerEntry file) {
    String path = file.path();
    return path.equals(ALL)
        || (path.startsWith(EACH)
            && path.indexOf('/', EACH.length()) < 0
            && !path.endsWith(".md5sums"));
  }

  @Override
  public PackageList read(LayerEntry file, InputStream content) throws IOException {
    return new Stanzas(content, Set.of("Package", "Version", "Architecture", "Status"))
        .packages(fields -> of(fields, file.path()));
  }

  private static Optional<InstalledPackage> of(Map<String, String> fields, String path) {
    return Optional.of(fields.getOrDefault("Package", ""))
        .filter(name -> !name.isEmpty())
        .filter(name -> installed(fields.getOrDefault("Status", "installed")))
        .map(
            name ->
                new InstalledPackage(
                    InstalledPackage.Kind.DEB,
                    name,
                    fields.getOrDefault("Version", ""),
                    fields.getOrDefault("Architecture", ""),
                    path));
  }

  /// Packages that were removed stay in it with their configuration.
  private static boolean installed(String status) {
    return status.equals("installed") || status.endsWith(" installed");
  }
}
