package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.http.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentCacheTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static byte[] content(int number, int size) {
    byte[] content = new byte[size];
    content[0] = (byte) number;
    return content;
  }

  private static Digest put(ContentCache cache, byte[] content) {
    Digest digest = Digests.of(content);
    cache.put(digest, content);
    return digest;
  }

  private Path file(Digest digest) {
    return folder.resolve("content").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatWasKeptIsThereAlsoForTheNextRun() throws Exception {
    ContentCache cache = new ContentCache(folder);
    byte[] content = content(1, 100);
    Digest digest = Digests.of(content);
    assertTrue(cache.get(digest).isEmpty());
    put(cache, content);
    assertArrayEquals(content, cache.get(digest).orElseThrow());
    assertArrayEquals(content, new ContentCache(folder).get(digest).orElseThrow());
    assertEquals(List.of(file(digest)), files(), "no part of it lies beside it");
  }

  @Test
  void withoutAFolderItIsKeptInMemoryAlone() throws Exception {
    ContentCache cache = new ContentCache(null);
    Digest digest = put(cache, content(1, 100));
    assertTrue(cache.get(digest).isPresent());
    assertTrue(new ContentCache(null).get(digest).isEmpty());
    assertEquals(List.of(), files());
  }

  @Test
  void aFileThatIsNotWhatItIsNamedIsDeleted() throws Exception {
    Digest digest = put(new ContentCache(folder), content(1, 100));
    Files.write(file(digest), content(2, 100));
    assertTrue(new ContentCache(folder).get(digest).isEmpty());
    assertFalse(Files.exists(file(digest)));
  }

  @Test
  void aFileLongerThanAnyAnswerIsNotRead() throws Exception {
    byte[] most = content(1, Connection.LONGEST);
    Digest digest = put(new ContentCache(folder), most);
    assertTrue(new ContentCache(folder).get(digest).isPresent());
    byte[] longer = content(1, Connection.LONGEST + 1);
    assertTrue(new ContentCache(folder).get(put(new ContentCache(folder), longer)).isEmpty());
  }

  @Test
  void aFullDiskIsClearedToThreeQuartersOldestFirst() throws Exception {
    ContentCache cache = new ContentCache(folder, 400);
    List<Digest> kept = Stream.of(1, 2, 3, 4).map(each -> put(cache, content(each, 100))).toList();
    assertEquals(4, files().size());
    for (int i = 0; i < 4; i++) {
      Files.setLastModifiedTime(file(kept.get(i)), FileTime.from(LONG_AGO.plusSeconds(60L * i)));
    }
    assertTrue(new ContentCache(folder).get(kept.getFirst()).isPresent(), "it is used again");

    Digest fifth = put(cache, content(5, 100));
    assertFalse(Files.exists(file(kept.get(1))), "the one that was not used for longest");
    for (Digest each : List.of(kept.get(0), kept.get(2), kept.get(3), fifth)) {
      assertTrue(Files.exists(file(each)));
    }
    put(cache, content(6, 1));
    assertFalse(Files.exists(file(kept.get(2))), "what was added since is counted");
  }

  @Test
  void aLimitThatIsJustReachedIsKeptTo() throws Exception {
    ContentCache cache = new ContentCache(folder, 400);
    put(cache, content(1, 350));
    put(cache, content(2, 50));
    assertEquals(2, files().size());
  }

  @Test
  void theNextRunCountsWhatIsThere() throws Exception {
    put(new ContentCache(folder, 400), content(1, 301));
    ContentCache next = new ContentCache(folder, 400);
    Digest digest = put(next, content(2, 100));
    assertEquals(List.of(file(digest)), files());
  }

  @Test
  void memoryHoldsSixteenMebibytesOfWhatWasUsedLast() {
    ContentCache cache = new ContentCache(null);
    Digest first = put(cache, content(1, 4 << 20));
    put(cache, content(1, 4 << 20));
    Digest second = put(cache, content(2, 4 << 20));
    put(cache, content(3, 4 << 20));
    Digest fourth = put(cache, content(4, 4 << 20));
    assertTrue(cache.get(second).isPresent());
    assertTrue(cache.get(first).isPresent(), "twice the same is once");
    Digest fifth = put(cache, content(5, 4 << 20));
    assertTrue(cache.get(first).isPresent());
    assertTrue(cache.get(second).isPresent());
    assertTrue(cache.get(fourth).isPresent());
    assertTrue(cache.get(fifth).isPresent());
    assertTrue(cache.get(Digests.of(content(3, 4 << 20))).isEmpty());
  }

  @Test
  void aDiskThatFailsOnlyCostsRequests() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    ContentCache cache = new ContentCache(file);
    Digest digest = put(cache, content(1, 10));
    assertTrue(cache.get(digest).isPresent());
    assertTrue(new ContentCache(file).get(digest).isEmpty());
  }
}
