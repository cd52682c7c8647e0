package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Stanzas stanzas = new Stanzas(content, Set.of("Package", "Version", "Architecture", "Status"));
    List<InstalledPackage> packages = new ArrayList<>();
    for (Map<String, String> each = stanzas.next(); !each.isEmpty(); each = stanzas.next()) {
      String name = each.getOrDefault("Package", "");
      if (name.isEmpty() || !installed(each.getOrDefault("Status", "installed"))) {
        continue;
      }
      if (packages.size() == MOST_PACKAGES) {
        throw new IOException("more than " + MOST_PACKAGES + " packages");
      }
      packages.add(
          new InstalledPackage(
              InstalledPackage.Kind.DEB,
              name,
              each.getOrDefault("Version", ""),
              each.getOrDefault("Architecture", ""),
              file.path()));
    }
    return PackageList.of(packages);
  }

  /// Packages that were removed stay in it with their configuration.
  private static boolean installed(String status) {
    return status.equals("installed") || status.endsWith(" installed");
  }
}
