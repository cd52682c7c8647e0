package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Alpine's apk installed (apk-tools, doc/apk-package.5 and its database's letters).
final class ApkDatabase implements PackageReader {
  private static final Set<String> PATHS =
      Set.of("lib/apk/db/installed", "usr/lib/apk/db/installed");

  @Override
  public boolean claims(LayerEntry file) {
    return PATHS.contains(file.path());
  }

  @Override
  public PackageList read(LayerEntry file, InputStream content) throws IOException {
    Stanzas stanzas = new Stanzas(content, Set.of("P", "V", "A"));
    List<InstalledPackage> packages = new ArrayList<>();
    for (Map<String, String> each = stanzas.next(); !each.isEmpty(); each = stanzas.next()) {
      String name = each.getOrDefault("P", "");
      if (name.isEmpty()) {
        continue;
      }
      if (packages.size() == MOST_PACKAGES) {
        throw new IOException("more than " + MOST_PACKAGES + " packages");
      }
      packages.add(
          new InstalledPackage(
              InstalledPackage.Kind.APK,
              name,
              each.getOrDefault("V", ""),
              each.getOrDefault("A", ""),
              file.path()));
    }
    return PackageList.of(packages);
  }
}
