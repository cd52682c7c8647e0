package dev.mooring.registry.diff;

import java.util.Set;
import java.util.regex.Pattern;

/// What every build writes anew although nothing changed: it is no difference that matters.
final class Volatile {
  /// Caches, logs, and what package managers leave of a run.
  private static final Pattern PATHS =
      Pattern.compile(
          "(var/log|var/tmp|tmp|run|var/run|var/cache|root/\\.cache|home/[^/]+/\\.cache"
              + "|var/lib/apt/lists|var/lib/apt/periodic|var/lib/dnf|var/lib/yum)/.*"
              + "|var/lib/dpkg/[^/]*-old|var/cache/debconf/.*-old"
              + "|etc/(passwd|group|shadow|gshadow|subuid|subgid)-"
              + "|etc/ld\\.so\\.cache|etc/machine-id|var/lib/dbus/machine-id"
              + "|lib/apk/db/scripts\\.tar(\\.gz)?|usr/lib/apk/db/scripts\\.tar(\\.gz)?"
              + "|(var/lib/rpm|usr/lib/sysimage/rpm)/(rpmdb\\.sqlite-(shm|wal)|\\.rpm\\.lock|__db\\..*)"
              + "|(.*/)?__pycache__/[^/]*\\.pyc");

  private static final Set<String> LABELS =
      Set.of(
          "org.opencontainers.image.created",
          "org.label-schema.build-date",
          "build-date",
          "io.artifacthub.package.created");

  private Volatile() {}

  static boolean path(String path) {
    return PATHS.matcher(path).matches();
  }

  /// The node that runs a container labels its files anew.
  static boolean attribute(String name) {
    return name.equals("security.selinux");
  }

  static boolean label(String name) {
    return LABELS.contains(name);
  }
}
