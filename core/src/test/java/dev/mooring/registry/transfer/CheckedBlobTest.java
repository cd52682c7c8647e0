package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.platform.BlockInput;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CheckedBlobTest {
  private final byte[] content = "0123456789".getBytes(StandardCharsets.UTF_8);
  private final Source source = new Source();

  /// Answers reads in the order in which it is told to, and then with all of the content.
  private final class Source implements ImageSource {
    private final List<Long> offsets = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private interface Reading {
      InputStream from(int offset) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
      return "there";
    }

    @Override
    public Optional<Digest> digest(String reference) {
      return Optional.empty();
    }

    @Override
    public Optional<Manifest> find(String reference) {
      return Optional.empty();
    }

    @Override
    public TagPage tags(String from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<List<Descriptor>> referrers(Digest subject) {
      return Optional.empty();
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException, InterruptedException {
      offsets.add(offset);
      return readings.isEmpty() ? all((int) offset) : readings.removeFirst().from((int) offset);
    }

    private void fails(int times) {
      for (int i = 0; i < times; i++) {
        readings.add(
            offset -> {
              throw new IOException("reset");
            });
      }
    }

    private void gives(int bytes) {
      readings.add(offset -> new ByteArrayInputStream(content, offset, bytes));
    }
  }

  private InputStream all(int offset) {
    return new ByteArrayInputStream(content, offset, content.length - offset);
  }

  private CheckedBlob blob() {
    return blob(Digests.of(content));
  }

  private CheckedBlob blob(Digest named) {
    return new CheckedBlob(
        source, Descriptor.of("application/x", named, content.length), Duration.ofMillis(1));
  }

  @Test
  void aLossIsFollowedByTheByteWhereItWas() throws Exception {
    source.readings.add(
        offset ->
            new SequenceInputStream(
                new ByteArrayInputStream(content, 0, 4),
                new BlockInput() {
                  @Override
                  public int read(byte[] into, int from, int length) throws IOException {
                    throw new IOException("reset");
                  }
                }));
    assertArrayEquals(content, blob().open(0).readAllBytes());
    assertEquals(List.of(0L, 4L), source.offsets);
  }

  @Test
  void anEndThatComesTooEarlyIsALoss() throws Exception {
    source.gives(3);
    source.gives(0);
    source.gives(1);
    assertArrayEquals(content, blob().open(0).readAllBytes());
    assertEquals(List.of(0L, 3L, 3L, 4L), source.offsets);
  }

  @Test
  void theSixthLossWithoutAByteIsTheLast() {
    source.fails(99);
    MooringException lost =
        assertThrows(MooringException.class, () -> blob().open(0).readAllBytes());
    assertEquals(Code.REGISTRY_UNREACHABLE, lost.problem().code());
    assertTrue(lost.problem().why().contains("reset"), lost.problem().why());
    assertEquals(6, source.offsets.size());
  }

  @Test
  void aByteBetweenMakesTheNextLossAFirstOne() throws Exception {
    source.fails(5);
    source.gives(1);
    source.fails(4);
    source.gives(1);
    assertArrayEquals(content, blob().open(0).readAllBytes());
    assertEquals(12, source.offsets.size());
  }

  @Test
  void contentThatDiffersIsNeverHandedOnAsAWhole() throws Exception {
    InputStream in = blob(Digests.of(new byte[0])).open(0);
    assertArrayEquals(Arrays.copyOf(content, 9), in.readNBytes(9));
    MooringException wrong = assertThrows(MooringException.class, in::read);
    assertEquals(Code.DIGEST_MISMATCH, wrong.problem().code());
  }

  @Test
  void whatIsSkippedAndReadByteByByteIsCheckedToo() throws Exception {
    InputStream in = blob().open(0);
    assertEquals(4, in.skip(4));
    assertEquals('4', in.read());
    assertArrayEquals("56789".getBytes(StandardCharsets.UTF_8), in.readAllBytes());

    source.readings.add(
        offset -> new ByteArrayInputStream("x123456789".getBytes(StandardCharsets.UTF_8)));
    InputStream wrong = blob().open(0);
    wrong.skip(9);
    assertThrows(MooringException.class, wrong::read);
  }

  @Test
  void whatIsReadASecondTimeCountsOnce() throws Exception {
    CheckedBlob blob = blob();
    assertEquals(6, blob.open(0).readNBytes(6).length);
    assertEquals(3, blob.open(1).readNBytes(3).length);
    assertArrayEquals(
        Arrays.copyOfRange(content, 4, 10),
        blob.open(4).readAllBytes(),
        "from within what is known");
  }

  @Test
  void moreThanItsSizeIsNotRead() throws Exception {
    source.readings.add(offset -> new ByteArrayInputStream(Arrays.copyOf(content, 100)));
    InputStream in = blob().open(0);
    assertArrayEquals(content, in.readAllBytes());
    assertEquals(-1, in.read());
    assertEquals(-1, blob().open(10).read());
  }

  @Test
  void aRefusalIsToldAsItIs() {
    MooringException refused = assertThrows(MooringException.class, () -> new Digest("none"));
    for (int i = 0; i < 6; i++) {
      source.readings.add(
          offset -> {
            throw new IOException(refused);
          });
    }
    assertSame(refused, assertThrows(MooringException.class, () -> blob().open(0).read()));
  }

  @Test
  void whoClosesItEndsThePauseAfterALoss() throws Exception {
    CheckedBlob blob =
        new CheckedBlob(
            source,
            Descriptor.of("application/x", Digests.of(content), content.length),
            Duration.ofHours(1));
    InputStream in = blob.open(0);
    source.readings.add(
        offset -> {
          in.close();
          throw new IOException("reset");
        });
    assertThrows(InterruptedIOException.class, in::read);
    assertEquals(1, source.offsets.size());
  }

  @Test
  void anInterruptEndsItAndIsKept() {
    source.readings.add(
        offset -> {
          throw new InterruptedException();
        });
    assertThrows(InterruptedIOException.class, () -> blob().open(0).read());
    assertTrue(Thread.interrupted());
    source.fails(1);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> blob().open(0).read());
    assertTrue(Thread.interrupted());
  }
}
