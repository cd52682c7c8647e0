package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.registry.program.GoModule;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Programs that say which Go modules they were built of.
final class GoPrograms implements PackageReader {
  /// No program of Go's own compiler is smaller.
  private static final long SMALLEST = 512 * 1024;

  private static final int HEAD = 8 * 1024;
  private static final int PROGRAM_LOADER = 3;

  /// The name of Go's note with the build's id, and its type (cmd/internal/buildid).
  private static final byte[] NOTE = {4, 0, 0, 0, 'G', 'o', 0, 0};

  @Override
  public boolean claims(LayerEntry file) {
    return (file.mode() & 0111) != 0
        && file.size() >= SMALLEST
        && !file.path().matches(".*\\.(so|py|sh|pl|js|jar)(\\.[0-9.]+)?");
  }

  @Override
  public PackageList read(LayerEntry file, InputStream content)
      throws IOException, InterruptedException {
    BufferedInputStream whole = new BufferedInputStream(content, HEAD);
    whole.mark(HEAD);
    byte[] head = whole.readNBytes(HEAD);
    if (!mayBeGo(head)) {
      return PackageList.of(List.of());
    }
    whole.reset();
    try (Spooled spooled = Spooled.of(whole)) {
      Optional<GoBinary> program = GoBinary.read(spooled.bytes());
      return PackageList.of(program.map(each -> packages(file, each)).orElse(List.of()));
    }
  }

  private static List<InstalledPackage> packages(LayerEntry file, GoBinary program) {
    List<InstalledPackage> packages = new ArrayList<>();
    if (!program.goVersion().isEmpty()) {
      packages.add(of(file, program, "stdlib", program.goVersion().replaceFirst("^go", "")));
    }
    for (GoModule each : program.modules()) {
      packages.add(of(file, program, each.path(), each.version()));
    }
    return packages;
  }

  private static InstalledPackage of(
      LayerEntry file, GoBinary program, String name, String version) {
    return new InstalledPackage(
        InstalledPackage.Kind.GO, name, version, program.architecture(), file.path());
  }

  /// Most programs in C say at their start that they are none of Go's: they need a loader, and lack
  /// the note that Go's linker writes unless it is told not to. Those need not be read to their
  /// end.
  static boolean mayBeGo(byte[] head) {
    boolean elf =
        head.length > 64 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    return elf && (hasNote(head) || !needsLoader(head));
  }

  private static boolean hasNote(byte[] head) {
    for (int at = 0; at + NOTE.length <= head.length; at += 4) {
      if (ByteBuffer.wrap(head, at, NOTE.length).equals(ByteBuffer.wrap(NOTE))) {
        return true;
      }
    }
    return false;
  }

  private static boolean needsLoader(byte[] head) {
    ByteOrder order = head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer bytes = ByteBuffer.wrap(head).order(order);
    boolean wide = head[4] == 2;
    long table = wide ? bytes.getLong(32) : Integer.toUnsignedLong(bytes.getInt(28));
    int size = Short.toUnsignedInt(bytes.getShort(wide ? 54 : 42));
    int count = Short.toUnsignedInt(bytes.getShort(wide ? 56 : 44));
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * size;
      if (at < 0 || at + 4 > head.length) {
        return false;
      }
      if (bytes.getInt((int) at) == PROGRAM_LOADER) {
        return true;
      }
    }
    return false;
  }
}
