package dev.mooring.registry.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayerMemoryTest {
  private static final Digest PLAIN = new Digest("sha256:" + "a".repeat(64));
  private static final Descriptor PACKED =
      Descriptor.of("application/x", new Digest("sha256:" + "b".repeat(64)), 7);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("layers").resolve(PLAIN.hex());
  }

  private static void padded(Path file, int length) throws IOException {
    String json = Files.readString(file);
    Files.writeString(file, json + " ".repeat(length - json.length()));
  }

  @Test
  void whatALayerBecameIsKnownToTheNextRun() {
    LayerMemory memory = new LayerMemory(folder);
    assertEquals(Optional.empty(), memory.get(PLAIN));
    memory.put(PLAIN, PACKED);
    assertEquals(Optional.of(PACKED), memory.get(PLAIN));
    assertEquals(
        PACKED.digest(), new LayerMemory(folder).get(PLAIN).map(Descriptor::digest).orElseThrow());
  }

  @Test
  void whatWasReadIsNotReadAgain() throws Exception {
    new LayerMemory(folder).put(PLAIN, PACKED);
    LayerMemory memory = new LayerMemory(folder);
    assertTrue(memory.get(PLAIN).isPresent());
    Files.delete(file());
    assertTrue(memory.get(PLAIN).isPresent());
  }

  @Test
  void withoutAFolderOnlyThisRunKnowsIt() {
    LayerMemory memory = new LayerMemory(null);
    memory.put(PLAIN, PACKED);
    assertEquals(Optional.of(PACKED), memory.get(PLAIN));
    assertEquals(Optional.empty(), new LayerMemory(null).get(PLAIN));
  }

  @Test
  void aFileThatIsTornOrTooLongIsNothing() throws Exception {
    new LayerMemory(folder).put(PLAIN, PACKED);
    padded(file(), 1_000);
    assertTrue(new LayerMemory(folder).get(PLAIN).isPresent());
    padded(file(), 1_001);
    assertEquals(Optional.empty(), new LayerMemory(folder).get(PLAIN));
    for (String torn : List.of("", "{", "{}", "{\"digest\":\"sha256:bb\"}")) {
      Files.writeString(file(), torn);
      assertEquals(Optional.empty(), new LayerMemory(folder).get(PLAIN), torn);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsOnlyTheMemory() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    LayerMemory memory = new LayerMemory(taken);
    memory.put(PLAIN, PACKED);
    assertEquals(Optional.of(PACKED), memory.get(PLAIN));
  }

  @Test
  void aLayerIsThereWhereItIsKnownAndTheTargetHasIt() throws Exception {
    LayerMemory memory = new LayerMemory(null);
    List<Descriptor> asked = new ArrayList<>();
    boolean[] has = {true};
    LayerPacking packing =
        new LayerPacking(
            memory,
            new LayerPacker(null),
            blob -> {
              asked.add(blob);
              return has[0];
            });
    assertEquals(Optional.empty(), packing.there(PLAIN));
    assertEquals(List.of(), asked, "what isn't known can't be asked for");
    memory.put(PLAIN, PACKED);
    assertEquals(Optional.of(PACKED), packing.there(PLAIN));
    has[0] = false;
    assertEquals(Optional.empty(), packing.there(PLAIN));
    assertEquals(List.of(PACKED, PACKED), asked);
  }
}
