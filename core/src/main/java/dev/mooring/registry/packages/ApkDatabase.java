package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
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
    return new Stanzas(content, Set.of("P", "V", "A")).packages(fields -> of(fields, file.path()));
  }

  private static Optional<InstalledPackage> of(Map<String, String> fields, String path) {
    return Optional.of(fields.getOrDefault("P", ""))
        .filter(name -> !name.isEmpty())
        .map(
            name ->
                new InstalledPackage(
                    InstalledPackage.Kind.APK,
                    name,
                    fields.getOrDefault("V", ""),
                    fields.getOrDefault("A", ""),
                    path));
  }
}
