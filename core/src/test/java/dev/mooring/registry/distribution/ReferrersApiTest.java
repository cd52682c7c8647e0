package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrersApiTest {
  private static final Digest SUBJECT = digest("5");
  private TinyRegistry server;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Digest digest(String digit) {
    return new Digest("sha256:" + digit.repeat(64));
  }

  private Optional<List<Descriptor>> referrers() throws Exception {
    try (HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
      return registry.source("team/app").referrers(SUBJECT);
    }
  }

  private static String index(Digest... listed) {
    return new String(
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                List.of(listed).stream()
                    .map(
                        each ->
                            Map.of(
                                "mediaType",
                                MediaTypes.OCI_MANIFEST,
                                "size",
                                2,
                                "digest",
                                each.text()))
                    .toList())),
        StandardCharsets.UTF_8);
  }

  private void answer(int status, String type, String body) {
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
            return false;
          }
          TinyRegistry.answer(exchange, status, type, body);
          return true;
        });
  }

  private Code failure() {
    return assertThrows(MooringException.class, this::referrers).problem().code();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 406, 501})
  void aRegistryWithoutTheEndpointKeepsNoList(int status) throws Exception {
    answer(status, "text/plain", "no");
    assertEquals(Optional.empty(), referrers());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 403, 401})
  void aFailureIsNotAnEmptyList(int status) {
    answer(status, "text/plain", "no");
    assertThrows(MooringException.class, this::referrers);
  }

  @Test
  void aPageOfAProxyIsNotAnEmptyList() {
    answer(200, "text/html", "<html>Welcome</html>");
    assertEquals(Code.IMAGE_UNREADABLE, failure());
  }

  @Test
  void aListIsOneWhateverItsHeaderSays() throws Exception {
    answer(200, "application/json", index(digest("1")));
    assertEquals(
        List.of(digest("1")), referrers().orElseThrow().stream().map(Descriptor::digest).toList());
  }

  @Test
  void pagesAreFollowed() throws Exception {
    server.twists.add(
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery() == null;
          if (first) {
            exchange
                .getResponseHeaders()
                .add("Link", "<" + exchange.getRequestURI() + "?next=2>; rel=\"next\"");
          }
          TinyRegistry.answer(
              exchange, 200, MediaTypes.OCI_INDEX, index(digest(first ? "1" : "2")));
          return true;
        });
    assertEquals(
        List.of(digest("1"), digest("2")),
        referrers().orElseThrow().stream().map(Descriptor::digest).toList());
  }

  @Test
  void pagesThatNeverEndAreNone() {
    server.twists.add(
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Link", "<" + exchange.getRequestURI().getPath() + ">; rel=\"next\"");
          TinyRegistry.answer(exchange, 200, MediaTypes.OCI_INDEX, index(digest("1")));
          return true;
        });
    assertEquals(Code.NOT_A_REGISTRY, failure());
  }
}
