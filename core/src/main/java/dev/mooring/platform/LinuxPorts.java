package dev.mooring.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `/proc/net/tcp` for the socket and `/proc/PID/fd` for the process that holds it
/// (proc_net_tcp in the kernel's documentation).
final class LinuxPorts implements PortTable {
  private static final String LISTEN = "0A";
  private static final String LAUNCHED = "-Dmooring.launcher=";

  private final Path proc;

  LinuxPorts(Path proc) {
    this.proc = proc;
  }

  @Override
  public Optional<PortOwner> owner(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      sockets.addAll(listening(proc.resolve("net").resolve(table), port));
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(holder(sockets).orElse(new PortOwner(0, "")));
  }

  private static Set<String> listening(Path table, int port) {
    Set<String> inodes = new HashSet<>();
    String ending = ":%04X".formatted(port);
    try (var lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > 9 && fields[1].endsWith(ending) && fields[3].equals(LISTEN)) {
              inodes.add("socket:[" + fields[9] + "]");
            }
          });
    } catch (IOException | java.io.UncheckedIOException e) {
      // No such family, or /proc is closed to us: nobody can be named.
      return Set.of();
    }
    return inodes;
  }

  private Optional<PortOwner> holder(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return Optional.of(
              new PortOwner(Long.parseLong(process.getFileName().toString()), program(process)));
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        if (sockets.contains(target(each))) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Another user's process, or one that just ended.
      return false;
    }
    return false;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /// Mooring that runs from a checkout or an archive is a `java` to the kernel; its arguments tell.
  private static String program(Path process) {
    String name = text(process.resolve("comm")).strip();
    return name.equals("java") && text(process.resolve("cmdline")).contains(LAUNCHED)
        ? "mooring"
        : name;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
