package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Allowance;
import dev.mooring.platform.BlockInput;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.http.Authorization;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Patience;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.WayOut;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ResumableUploadTest {
  private static final int SMALL = 256 * 1024;
  private static final int WORTH_A_LOOK = 4 << 20;

  private final List<Long> opened = new CopyOnWriteArrayList<>();
  private final List<Long> moves = new CopyOnWriteArrayList<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private TinyRegistry server;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    connection = new Connection(server.uri());
    server.twists.add(
        exchange -> {
          if (exchange.getRequestMethod().equals("PATCH")) {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range")));
          }
          return false;
        });
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private boolean upload(byte[] content) throws InterruptedException {
    return upload(
        content,
        offset -> {
          opened.add(offset);
          int from = (int) offset;
          return new ByteArrayInputStream(content, from, content.length - from);
        });
  }

  private boolean upload(byte[] bytes, BlobContent content) throws InterruptedException {
    Blobs blobs = new Blobs(connection, new ContentCache(null), new Allowance(1 << 20));
    Neighbours neighbours = new Neighbours("app", new Catalog(connection), blobs);
    Descriptor blob = Descriptor.of("application/x", Digests.of(bytes), bytes.length);
    return new ResumableUpload(connection, blobs, neighbours, "app", blob, content, moves::add)
        .run(new Retry(connection));
  }

  private long told() {
    return moves.stream().mapToLong(Long::longValue).sum();
  }

  private boolean stored(byte[] content) {
    return server.hasBlob(Digests.of(content).text());
  }

  /// Answers the first request of a method below the uploads by itself.
  private void once(String method, int status, String code) {
    AtomicLong left = new AtomicLong(1);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals(method)
              || !exchange.getRequestURI().getPath().contains("/uploads/")
              || left.getAndDecrement() <= 0) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          TinyRegistry.error(exchange, status, code);
          return true;
        });
  }

  private void lacksItsOwn(byte[] content) {
    String own = "/v2/app/blobs/" + Digests.of(content).text();
    server.twists.add(
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals(own);
          if (asked) {
            TinyRegistry.error(exchange, 404, "BLOB_UNKNOWN");
          }
          return asked;
        });
  }

  @Test
  void whatTheRepositoryHasIsToldAsMovedAndNotSent() throws Exception {
    byte[] content = content(1_000);
    server.blob(content);
    assertFalse(upload(content));
    assertEquals(1_000, told());
    assertEquals(0, server.count("POST"));
    assertEquals(List.of(), opened);
  }

  @Test
  void upToAQuarterMebibyteOnePutIsEnough() throws Exception {
    byte[] content = content(SMALL);
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(0, server.count("PATCH"));
    assertEquals(SMALL, told());
    assertEquals(0, server.openUploads());
    assertEquals(0, server.count("DELETE"), "a finished upload isn't given up");
  }

  @Test
  void whatIsLongerIsStreamedAndToldAsItGoes() throws Exception {
    byte[] content = content(SMALL + 1);
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(List.of("null"), ranges, "from the start no range is named");
    assertEquals(SMALL + 1, told());
    assertTrue(moves.stream().filter(each -> each > 0).count() > 1, moves.toString());
  }

  @Test
  void anEmptyBlobIsStored() throws Exception {
    assertTrue(upload(new byte[0]));
    assertTrue(stored(new byte[0]));
    assertEquals(0, told());
  }

  @Test
  void afterALossOnlyWhatTheRegistryLacksIsSent() throws Exception {
    byte[] content = content(600_000);
    server.cutUpload.set(400_000);
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(List.of(0L, 400_000L), opened);
    assertEquals(List.of("null", "400000-599999"), ranges);
    assertEquals(600_000, told());
    assertEquals(1, server.count("POST"));
  }

  @Test
  void aLossAfterMoreWasKeptIsAsGoodAsAFirst() throws Exception {
    connection.close();
    connection =
        new Connection(
            server.uri(),
            Authorization.NONE,
            Reach.of(null, WayOut.OF_MACHINE),
            new Patience(Duration.ofSeconds(20), 0, 1));
    server.cutUpload.set(400_000);
    server.twists.add(
        exchange -> {
          if (ranges.size() == 2) {
            server.cutUpload.set(100_000);
          }
          return false;
        });
    byte[] content = content(600_000);
    assertTrue(upload(content));
    assertEquals(List.of(0L, 400_000L, 500_000L), opened);
    assertTrue(stored(content));
  }

  @Test
  void whatTheRegistryHasAsAWholeIsOnlyFinished() throws Exception {
    byte[] content = content(SMALL + 1);
    once("PUT", 503, "UNAVAILABLE");
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(1, server.count("PATCH"));
    assertEquals(2, server.count("PUT"));
    assertEquals(SMALL + 1, told());
  }

  @Test
  void aRegistryThatClaimsMoreThanThereIsGetsNoMore() throws Exception {
    byte[] content = content(SMALL + 1);
    once("PUT", 503, "UNAVAILABLE");
    server.twists.add(
        exchange -> {
          boolean asked =
              exchange.getRequestMethod().equals("GET")
                  && exchange.getRequestURI().getPath().contains("/uploads/");
          if (asked) {
            exchange.getResponseHeaders().add("Range", "0-99999999");
            exchange.sendResponseHeaders(204, -1);
          }
          return asked;
        });
    assertTrue(upload(content));
    assertEquals(SMALL + 1, told());
    assertTrue(moves.stream().allMatch(each -> each <= SMALL + 1), moves.toString());
    assertEquals(1, server.count("PATCH"));
  }

  @Test
  void anUploadThatTheRegistryForgotIsBegunAnew() throws Exception {
    byte[] content = content(600_000);
    server.cutUpload.set(400_000);
    once("GET", 404, "BLOB_UPLOAD_UNKNOWN");
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(List.of(0L, 0L), opened);
    assertEquals(List.of("null", "null"), ranges);
    assertEquals(2, server.count("POST"));
    assertEquals(600_000, told(), "what was lost is told back");
    assertTrue(moves.stream().anyMatch(each -> each < 0), moves.toString());
  }

  @Test
  void anUploadThatIsUnknownWhileItIsSentIsTakenUpAgain() throws Exception {
    byte[] content = content(SMALL + 1);
    once("PATCH", 404, "BLOB_UPLOAD_UNKNOWN");
    assertTrue(upload(content));
    assertTrue(stored(content));
    assertEquals(SMALL + 1, told());
  }

  @Test
  void aRangeThatIsRefusedEndsTheUploadAndGivesItUp() {
    byte[] content = content(SMALL + 1);
    once("PATCH", 416, "RANGE_INVALID");
    MooringException refused = assertThrows(MooringException.class, () -> upload(content));
    assertEquals(Code.REGISTRY_FAILED, refused.problem().code());
    assertEquals(1, server.count("PATCH"));
    Awaitility.await().until(() -> server.openUploads() == 0);
    assertEquals(1, server.count("DELETE"));
  }

  @Test
  void bytesThatTheRegistryDroppedAreNoticedAtTheEnd() {
    byte[] content = content(SMALL + 1);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PATCH")) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Location", exchange.getRequestURI().toString());
          TinyRegistry.answer(exchange, 202, "", "");
          return true;
        });
    MooringException wrong = assertThrows(MooringException.class, () -> upload(content));
    assertEquals(Code.ARCHIVE_INVALID, wrong.problem().code());
    assertFalse(stored(content));
    Awaitility.await().until(() -> server.openUploads() == 0);
  }

  @Test
  void anUploadThatWasNeverOpenedIsNotGivenUp() {
    once("POST", 403, "DENIED");
    assertThrows(MooringException.class, () -> upload(content(10)));
    assertEquals(0, server.count("DELETE"));
  }

  @Test
  void contentThatFailsIsNoLossOfTheRegistry() {
    byte[] content = content(600_000);
    MooringException own = assertThrows(MooringException.class, () -> new Digest("none"));
    MooringException thrown =
        assertThrows(
            MooringException.class,
            () ->
                upload(
                    content,
                    offset -> {
                      opened.add(offset);
                      return new SequenceInputStream(
                          new ByteArrayInputStream(content, 0, 300_000), new Failing(own));
                    }));
    assertSame(own, thrown);
    assertEquals(List.of(0L), opened, "it isn't tried again");
    Awaitility.await().until(() -> server.openUploads() == 0);
  }

  private static final class Failing extends BlockInput {
    private final MooringException why;

    Failing(MooringException why) {
      this.why = why;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      throw why;
    }
  }

  @Test
  void aLargeLayerIsMountedFromANeighbourThatHasIt() throws Exception {
    byte[] content = content(WORTH_A_LOOK);
    server.blob(content);
    server.repository("base");
    lacksItsOwn(content);
    assertFalse(upload(content));
    assertEquals(1, server.count("POST /v2/app/blobs/uploads/?mount=sha256%3A"));
    assertTrue(server.requests.getLast().endsWith("&from=base"), server.requests.toString());
    assertEquals(WORTH_A_LOOK, told());
    assertEquals(List.of(), opened);
    assertEquals(0, server.count("PUT"));
  }

  @Test
  void forASmallerLayerNoNeighbourIsAsked() throws Exception {
    byte[] content = content(WORTH_A_LOOK - 1);
    server.blob(content);
    server.repository("base");
    lacksItsOwn(content);
    assertTrue(upload(content));
    assertEquals(0, server.count("GET /v2/_catalog"));
    assertEquals(0, server.count("POST /v2/app/blobs/uploads/?mount="));
  }

  @Test
  void aMountThatBecomesAnUploadIsFilled() throws Exception {
    byte[] content = content(WORTH_A_LOOK);
    server.repository("base");
    String there = "/v2/base/blobs/" + Digests.of(content).text();
    server.twists.add(
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals(there);
          if (asked) {
            exchange.sendResponseHeaders(200, -1);
          }
          return asked;
        });
    assertTrue(upload(content));
    assertEquals(1, server.count("POST"));
    assertTrue(stored(content));
    assertEquals(WORTH_A_LOOK, told());
  }
}
