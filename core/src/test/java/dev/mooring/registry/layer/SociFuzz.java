package dev.mooring.registry.layer;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.MadeZtoc.Said;
import dev.mooring.registry.layer.soci.ZtocReader;
import dev.mooring.registry.layer.table.TablePlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A zTOC that has its digest is read, or refused by an IOException, whatever it says; of one that
/// is read, every file is opened, or refused by a digest.
public final class SociFuzz implements FuzzTarget {
  private static final int WINDOW = 32768;

  /// Stands for a window of zeros, so that inputs are short.
  private static final byte[] SHORT = {(byte) 0xf7, 'W'};

  private static final int MOST_WINDOWS = 8;

  private static MadeZtoc made() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("etc/hosts", "127.0.0.1 localhost\n".getBytes(StandardCharsets.UTF_8));
    files.put("etc/motd", "hello ".repeat(300).getBytes(StandardCharsets.UTF_8));
    return MadeZtoc.of(files, 1500);
  }

  @Override
  public void feed(byte[] input) {
    CountedBlobs blobs = new CountedBlobs();
    Descriptor layer = made().in(blobs, widened(input));
    try {
      ZtocReader reader =
          new ZtocReader(
              blobs,
              Duration.ZERO,
              e -> {
                throw new UncheckedIOException(e);
              });
      LayerIndex index = SpannedIndex.of(reader.read(TablePlace.of(layer).orElseThrow(), layer));
      LayerIndex again = IndexFile.read(IndexFile.write(index));
      LayerFiles files = new LayerFiles(Duration.ZERO);
      List<LayerEntry> entries = again.table().entries();
      for (LayerEntry each : entries.subList(0, Math.min(9, entries.size()))) {
        if (each.size() > 0) {
          read(files, blobs, layer, again, each);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It is none.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void read(
      LayerFiles files, CountedBlobs blobs, Descriptor layer, LayerIndex index, LayerEntry file)
      throws IOException, InterruptedException {
    try (InputStream in = files.open(blobs, layer, index, file)) {
      in.readAllBytes();
    } catch (MooringException e) {
      // It is refused.
    }
  }

  private static byte[] widened(byte[] input) {
    ByteArrayOutputStream wide = new ByteArrayOutputStream();
    int windows = 0;
    for (int at = 0; at < input.length; at++) {
      boolean window = input[at] == SHORT[0] && at + 1 < input.length && input[at + 1] == SHORT[1];
      if (window && windows < MOST_WINDOWS) {
        windows++;
        wide.writeBytes(new byte[WINDOW]);
        at++;
      } else {
        wide.write(input[at]);
      }
    }
    return wide.toByteArray();
  }

  /// The other way round.
  private static byte[] shortened(byte[] ztoc, byte[] points) {
    int at = 0;
    while (Arrays.mismatch(ztoc, at, at + points.length, points, 0, points.length) >= 0) {
      at++;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(ztoc, 0, at);
    all.write(points, 0, 12);
    for (int i = 12; i < points.length; i += 17 + WINDOW) {
      all.write(points, i, 17);
      all.writeBytes(SHORT);
    }
    all.write(ztoc, at + points.length, ztoc.length - at - points.length);
    return all.toByteArray();
  }

  @Override
  public List<byte[]> seeds() {
    MadeZtoc plain = made();
    MadeZtoc more = made();
    Said link = new Said();
    link.type = "symlink";
    link.name = "etc/link";
    link.link = "../hosts";
    link.records.addAll(List.of("SCHILY.xattr.user.a", "b", "mtime", "1.5"));
    more.files.addFirst(link);
    more.bits(1, 3);
    return List.of(shortened(plain.ztoc(), plain.points), shortened(more.ztoc(), more.points));
  }
}
