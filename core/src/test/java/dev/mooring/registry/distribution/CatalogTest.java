package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.http.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatalogTest {
  private TinyRegistry server;
  private Connection connection;
  private Catalog catalog;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    connection = new Connection(server.uri());
    catalog = new Catalog(connection);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  /// Answers each request for a list with the next of these; a link is added to all but the last.
  private void pages(String link, String... bodies) {
    AtomicInteger next = new AtomicInteger();
    server.twists.add(
        exchange -> {
          int page = next.getAndIncrement();
          if (page < bodies.length - 1) {
            exchange.getResponseHeaders().add("Link", link.replace("N", "" + page));
          }
          TinyRegistry.answer(
              exchange, 200, "application/json", bodies[Math.min(page, bodies.length - 1)]);
          return true;
        });
  }

  private String why() {
    return assertThrows(MooringException.class, () -> catalog.tags("app")).problem().why();
  }

  private static String names(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(each -> "\"n" + each + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void aPageIsFollowedByItsLinkAndByNothingElse() throws Exception {
    pages("</v2/app/tags/list?last=N>; rel=\"next\"", "{\"tags\":[\"b\"]}", "{\"tags\":[\"a\"]}");
    assertEquals(List.of("a", "b"), catalog.tags("app").valid());
    assertTrue(server.requests.getLast().endsWith("?last=0"), server.requests.toString());
    server.twists.clear();
    server.requests.clear();
    pages("</v2/app/tags/list?last=N>; rel=\"last\"", "{\"tags\":[\"b\"]}", "{\"tags\":[\"a\"]}");
    assertEquals(List.of("b"), catalog.tags("app").valid());
    assertEquals(1, server.requests.size());
  }

  @Test
  void noListIsAnotherThingThanAnEmptyOne() throws Exception {
    pages("", "{\"name\":\"app\"}");
    assertTrue(why().contains("tags"), why());
    server.twists.clear();
    pages("", "{\"tags\":\"a\"}");
    assertTrue(why().contains("tags"), why());
    server.twists.clear();
    pages("", "{\"tags\":null}");
    assertEquals(List.of(), catalog.tags("app").valid());
  }

  @Test
  void whatCanBeNoNameIsOddAndHarmless() throws Exception {
    pages("", "{\"tags\":[\"ok\",\"-no\",7,[1],\"a\\u001b[2Jb\",\"" + "x".repeat(400) + "\"]}");
    Catalog.Names names = catalog.tags("app");
    assertEquals(List.of("ok"), names.valid());
    assertEquals(5, names.odd().size(), names.odd().toString());
    assertEquals("-no", names.odd().getFirst());
    assertEquals("<7>", names.odd().get(1));
    assertEquals("<" + "x".repeat(80) + "...>", names.odd().getLast());
    assertTrue(
        names.odd().stream().noneMatch(each -> each.chars().anyMatch(Character::isISOControl)));
  }

  @Test
  void ofWhatIsOddAHundredAreNamed() throws Exception {
    String odd =
        IntStream.range(0, 101)
            .mapToObj(each -> "\"-" + each + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    pages("", "{\"tags\":" + odd + "}");
    assertEquals(100, catalog.tags("app").odd().size());
  }

  @Test
  void tenThousandRepositoriesAreReadAndTheNextPageIsNot() throws Exception {
    String link = "</v2/_catalog?last=N>; rel=next";
    pages(
        link,
        "{\"repositories\":" + names(0, 9_999) + "}",
        "{\"repositories\":" + names(9_999, 10_002) + "}",
        "{\"repositories\":[\"late\"]}");
    Catalog.Names names = catalog.repositories();
    assertEquals(10_000, names.valid().size());
    assertTrue(names.more());
    assertEquals(2, server.requests.size());
  }

  @Test
  void tenThousandRepositoriesAndNoMoreAreAllOfThem() throws Exception {
    pages("", "{\"repositories\":" + names(0, 10_000) + "}");
    assertFalse(catalog.repositories().more());
    assertEquals(10_000, catalog.allRepositories().size());
    server.twists.clear();
    pages("", "{\"repositories\":" + names(0, 10_001) + "}");
    assertTrue(catalog.repositories().more());
    // A backup of these would lack one.
    Problem refused =
        assertThrows(MooringException.class, () -> catalog.allRepositories()).problem();
    assertTrue(refused.why().contains("more than 10000 repositories"), refused.why());
  }

  @Test
  void whatIsShownOfAnOddNameIsNeverTheNameOfSomethingElse() throws Exception {
    String odd = "[\"" + "x".repeat(129) + "\",\"v1\\u0007\",\"\\u001b3\",\" v2\"]";
    pages("", "{\"tags\":" + odd + "}");
    Catalog.Names names = catalog.tags("app");
    assertEquals(List.of(), names.valid());
    assertEquals(List.of("<" + "x".repeat(80) + "...>", "<v1>", "<3>", "<v2>"), names.odd());
    server.twists.clear();
    pages("", "{\"repositories\":[\"" + "ana/" + "x".repeat(300) + "\",\"ana/app\\u0007\"]}");
    assertEquals(
        List.of(),
        catalog.repositories().odd().stream().filter(ImageReferences::isRepository).toList());
  }

  @Test
  void oneHostsListDoesNotLeadToAnother() {
    pages("<https://evil.test/v2/app/tags/list>; rel=\"next\"", "{\"tags\":[]}", "{\"tags\":[]}");
    String why = why();
    assertTrue(why.contains("evil.test"), why);
  }

  @Test
  void aPageSaysWhereTheNextBegins() throws Exception {
    pages(
        "</v2/app/tags/list?last=N>; rel=\"next\"",
        "{\"tags\":[\"b\",\"-\"]}",
        "{\"tags\":[\"a\"]}");
    TagPage first = catalog.tags("app", "");
    assertEquals(new TagPage(List.of("b"), "/v2/app/tags/list?last=0"), first);
    assertEquals(new TagPage(List.of("a"), ""), catalog.tags("app", "/v2/app/tags/list?last=0"));
    assertTrue(server.requests.getLast().endsWith("?last=0"), server.requests.toString());
  }

  @Test
  void aPageThatLeadsToItselfIsNone() {
    pages("</v2/app/tags/list?n=1000>; rel=\"next\"", "{\"tags\":[]}", "{\"tags\":[]}");
    assertThrows(MooringException.class, () -> catalog.tags("app", ""));
  }

  @Test
  void aRefusalIsNoList() {
    server.twists.add(
        exchange -> {
          TinyRegistry.answer(exchange, 203, "application/json", "{\"tags\":[\"a\"]}");
          return true;
        });
    assertThrows(MooringException.class, () -> catalog.tags("app"));
  }
}
