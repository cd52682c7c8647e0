import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Copies jars for a package: uncompressed, because the package compresses all of them together and
/// better, with one time, and without what no start on this system reads. JavaFX's libraries go
/// beside the jars, where it looks for them first; otherwise each user gets a copy at the first
/// start. Run as `java Pack.java OUT SECONDS JAR...`.
final class Pack {
  private Pack() {}

  public static void main(String[] words) throws IOException {
    Path out = Files.createDirectories(Path.of(words[0]));
    long seconds = Long.parseLong(words[1]);
    List<String> names = new ArrayList<>();
    for (String jar : List.of(words).subList(2, words.length)) {
      Path from = Path.of(jar);
      if (copy(from, out, seconds)) {
        names.add(from.getFileName().toString());
      }
    }
    Files.write(out.resolve("classpath"), names);
  }

  private static boolean copy(Path from, Path out, long seconds) throws IOException {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    Path to = out.resolve(from.getFileName().toString());
    int classes = 0;
    try (JarFile jar = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (JarEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        String name = entry.getName();
        if (isJavaFxLibrary(name)) {
          Files.write(out.resolve(name), bytes);
        } else if (isRead(name)) {
          classes += name.startsWith("META-INF/") ? 0 : 1;
          ZipEntry stored = new ZipEntry(name);
          stored.setMethod(ZipEntry.STORED);
          stored.setSize(bytes.length);
          CRC32 sum = new CRC32();
          sum.update(bytes);
          stored.setCrc(sum.getValue());
          stored.setTimeLocal(time);
          zip.putNextEntry(stored);
          zip.write(bytes);
        }
      }
    }
    if (classes == 0) {
      // A jar of metadata alone, as JavaFX and Kotlin have them for other build tools.
      Files.delete(to);
    }
    return classes > 0;
  }

  private static boolean isJavaFxLibrary(String name) {
    return name.indexOf('/') < 0 && name.matches(".*\\.(so|dylib|dll)");
  }

  private static boolean isRead(String name) {
    if (name.startsWith("com/sun/jna/") && name.matches(".*\\.(so|a|dll|jnilib)")) {
      return name.startsWith("com/sun/jna/" + jnaPlatform() + "/");
    }
    // Parameters of a signature that was withdrawn, two megabytes of them.
    boolean picnic = name.startsWith("org/bouncycastle/pqc/") && name.endsWith(".properties");
    return !picnic && !name.startsWith("META-INF/maven/") && !name.startsWith("META-INF/proguard/");
  }

  private static String jnaPlatform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64";
    return (system.startsWith("mac") ? "darwin" : system.startsWith("win") ? "win32" : "linux")
        + "-"
        + processor;
  }
}
