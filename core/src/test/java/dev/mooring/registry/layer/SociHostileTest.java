package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.MadeZtoc.Said;
import dev.mooring.registry.layer.soci.ZtocReader;
import dev.mooring.registry.layer.table.TablePlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// zTOCs that somebody made up: what is not as it has to be makes the whole of no use.
@Timeout(30)
final class SociHostileTest {
  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  private static MadeZtoc made() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("etc/hosts", "127.0.0.1 localhost\n".getBytes(StandardCharsets.UTF_8));
    files.put("etc/motd", "hello ".repeat(300).getBytes(StandardCharsets.UTF_8));
    return MadeZtoc.of(files, 1500);
  }

  private LayerTable table(Descriptor layer) throws Exception {
    blobs.forget();
    return new IndexedLayers(Files.createTempDirectory(folder, "cache"))
        .table(blobs, layer, each -> {}, Progress.none());
  }

  /// The layer's own tar was read, after whatever was read of the zTOC.
  private void takesTheSlowWay(Descriptor layer) throws Exception {
    int before = blobs.asked(layer);
    LayerTable table = table(layer);
    assertEquals(1, blobs.asked(layer) - before, "the layer was read");
    assertTrue(table.entries().stream().anyMatch(each -> each.path().equals("etc/hosts")));
    assertEquals(0, blobs.unclosed.get());
  }

  static List<Consumer<MadeZtoc>> altered() {
    List<Consumer<MadeZtoc>> all = new ArrayList<>();
    all.add(made -> made.version = "1.0");
    all.add(made -> made.version = "");
    all.add(made -> made.size--);
    all.add(made -> made.size = Long.MIN_VALUE);
    all.add(made -> made.unpacked = 600);
    all.add(made -> made.unpacked = -1);
    all.add(made -> made.unpacked = 1L << 40);
    all.add(made -> made.algorithm = 2);
    all.add(made -> made.algorithm = -1);
    all.add(made -> made.last++);
    all.add(made -> made.last = Integer.MIN_VALUE);
    all.add(made -> made.digests.removeLast());
    all.add(made -> made.digests.clear());
    all.add(made -> made.digests.set(1, "md5:0"));
    all.add(made -> made.digests.add("sha256:" + "0".repeat(64)));
    all.add(made -> made.points = new byte[0]);
    all.add(made -> made.points = new byte[5]);
    all.add(made -> made.points = new byte[12]);
    all.add(made -> made.points[0] = 0);
    all.add(made -> made.points[3] = (byte) 0xff);
    all.add(made -> made.points[0]++);
    all.add(made -> made.point(0, 0, 9));
    all.add(made -> made.point(0, 0, -1));
    all.add(made -> made.point(0, 8, 1));
    all.add(made -> made.point(1, 0, made.point(0, 0)));
    all.add(made -> made.point(1, 0, Long.MAX_VALUE));
    all.add(made -> made.point(1, 0, Long.MIN_VALUE));
    all.add(made -> made.point(2, 0, made.size));
    all.add(made -> made.point(1, 8, -1));
    all.add(made -> made.point(1, 8, Long.MAX_VALUE));
    all.add(made -> made.point(1, 8, made.point(2, 8) + 1));
    all.add(made -> made.bits(1, 8));
    all.add(made -> made.bits(1, -1));
    entries(all);
    return all;
  }

  private static void entries(List<Consumer<MadeZtoc>> all) {
    all.add(made -> made.files.getFirst().offset = -1);
    all.add(made -> made.files.getFirst().offset = Long.MAX_VALUE);
    all.add(made -> made.files.getFirst().size = -1);
    all.add(made -> made.files.getFirst().size = Long.MAX_VALUE);
    all.add(made -> made.files.getFirst().size = 2000);
    all.add(made -> made.files.getLast().size = made.unpacked);
    all.add(made -> made.files.getFirst().modified = "soon");
    all.add(made -> made.files.addFirst(made.files.removeLast()));
  }

  @ParameterizedTest
  @MethodSource("altered")
  void aTableThatMakesNoSenseIsNotUsed(Consumer<MadeZtoc> altered) throws Exception {
    MadeZtoc made = made();
    altered.accept(made);
    takesTheSlowWay(made.in(blobs));
  }

  @Test
  void theSameTableIsUsedWhereNothingWasAltered() throws Exception {
    Descriptor layer = made().in(blobs);
    int before = blobs.asked(layer);
    assertEquals(2, table(layer).entries().size());
    assertEquals(0, blobs.asked(layer) - before);
  }

  /// What a changed offset leads to is read or refused, and takes no time.
  @Test
  void whateverIsChangedInItItIsReadOrRefused() throws Exception {
    MadeZtoc made = MadeZtoc.of(Map.of("etc/hosts", new byte[20]), 9000);
    byte[] ztoc = made.ztoc();
    int read = 0;
    int refused = 0;
    // The window between is only bytes.
    for (int at = 0; at < ztoc.length - 4; at += at == 160 ? ztoc.length - 460 : 4) {
      for (int number : new int[] {-1, 4, Integer.MAX_VALUE, -at}) {
        byte[] other = ztoc.clone();
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        if (isRead(made, other)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertTrue(read > 10 && refused > 100, read + " read, " + refused + " refused");
  }

  private static boolean isRead(MadeZtoc made, byte[] ztoc) throws Exception {
    CountedBlobs blobs = new CountedBlobs();
    Descriptor layer = made.in(blobs, ztoc);
    try {
      ZtocReader reader = new ZtocReader(blobs, Duration.ZERO, e -> fault(e));
      LayerIndex index = SpannedIndex.of(reader.read(TablePlace.of(layer).orElseThrow(), layer));
      return !IndexFile.read(IndexFile.write(index)).table().entries().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static MooringException fault(IOException e) {
    throw new AssertionError(e);
  }

  @Test
  void tablesThatShareWhatTheyHoldTakeNoMoreThanOthers() throws Exception {
    MadeZtoc made = made();
    // One entry with a long name, to which half a million places lead.
    Said said = new Said();
    said.name = "x".repeat(60_000);
    made.files.clear();
    made.files.add(said);
    takesTheSlowWay(made.in(blobs, MadeZtoc.repeated(made.ztoc(), 500_000)));
  }

  @Test
  void whatATarWouldLeaveOutIsLeftOut() throws Exception {
    MadeZtoc made = made();
    made.files.getFirst().name = "../outside";
    made.files.getLast().records.addAll(List.of("GNU.sparse.major", "1"));
    LayerTable table = table(made.in(blobs));
    assertEquals(List.of(), table.entries());
    assertEquals(2, table.leftOut());
  }
}
