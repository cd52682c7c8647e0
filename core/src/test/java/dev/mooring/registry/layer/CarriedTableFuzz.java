package dev.mooring.registry.layer;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.layer.CarriedLayers.Made;
import dev.mooring.registry.layer.table.TablePlace;
import dev.mooring.registry.layer.table.TableReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A table that has its digest is read, or refused by an IOException, whatever it says; of one that
/// is read, every file is opened, or refused by a digest.
public final class CarriedTableFuzz implements FuzzTarget {
  private static final byte[] CONTENT = CarriedLayers.frame(new byte[2000]);

  @Override
  public void feed(byte[] input) {
    open(CarriedLayers.chunked(CONTENT, input));
    open(CarriedLayers.stargz(input));
    // The packing itself is somebody else's, too.
    byte[] blob = new byte[input.length + CONTENT.length];
    System.arraycopy(CONTENT, 0, blob, 0, CONTENT.length);
    System.arraycopy(input, 0, blob, CONTENT.length, input.length);
    open(
        new Made(
            blob,
            Map.of(
                CarriedLayers.POSITION,
                CONTENT.length + ":" + input.length + ":1:1",
                CarriedLayers.CHECKSUM,
                Digests.of(input).text())));
    open(new Made(footed(input), CarriedLayers.stargz(input).annotations()));
  }

  private static byte[] footed(byte[] input) {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(input);
    blob.writeBytes(
        CarriedLayers.footer(
            new String(
                Arrays.copyOf(Arrays.copyOfRange(input, 0, Math.min(16, input.length)), 16),
                StandardCharsets.ISO_8859_1)));
    return blob.toByteArray();
  }

  private static void open(Made made) {
    CountedBlobs blobs = new CountedBlobs();
    Descriptor layer = made.in(blobs);
    TablePlace place = TablePlace.of(layer).orElse(null);
    if (place == null) {
      return;
    }
    try {
      TableReader reader =
          new TableReader(
              blobs,
              layer,
              Duration.ZERO,
              e -> {
                throw new UncheckedIOException(e);
              });
      LayerIndex index = CarriedIndex.of(reader.read(place));
      LayerIndex again = IndexFile.read(IndexFile.write(index));
      LayerFiles files = new LayerFiles(Duration.ZERO);
      for (LayerEntry each :
          again.table().entries().subList(0, Math.min(9, index.table().entries().size()))) {
        if (each.size() > 0) {
          read(files, blobs, layer, again, each);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It is none.
    }
  }

  private static void read(
      LayerFiles files, CountedBlobs blobs, Descriptor layer, LayerIndex index, LayerEntry file)
      throws IOException {
    try (InputStream in = files.open(blobs, layer, index, file)) {
      in.readAllBytes();
    } catch (MooringException e) {
      // It is refused.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<byte[]> seeds() {
    try {
      byte[] chunked = CarriedLayers.real("zstd-chunked").blob();
      byte[] stargz = CarriedLayers.real("estargz").blob();
      String json =
          """
          {"version":1,"entries":[{"type":"dir","name":"d/","mode":493,"modtime":\
          "2024-11-22T03:52:32Z"},{"type":"reg","name":"d/a","size":2000,"offset":1,"digest":\
          "sha256:6f55f80da8386a3892e60cc8ac82eda03f7e97355c68503286461cd2a96b9fb7"},\
          {"type":"reg","name":"b","size":3,"offset":9,"innerOffset":5,"chunkSize":2,"chunkDigest":\
          "sha256:6f55f80da8386a3892e60cc8ac82eda03f7e97355c68503286461cd2a96b9fb7"},\
          {"type":"chunk","name":"b","offset":9,"innerOffset":7,"chunkOffset":2,"chunkDigest":\
          "sha256:6f55f80da8386a3892e60cc8ac82eda03f7e97355c68503286461cd2a96b9fb7"}]}\
          """;
      return List.of(
          json.getBytes(StandardCharsets.UTF_8),
          Arrays.copyOfRange(chunked, 6599, 6599 + 853),
          Arrays.copyOfRange(stargz, 6000, stargz.length));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
