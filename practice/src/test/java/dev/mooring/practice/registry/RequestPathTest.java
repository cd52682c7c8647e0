package dev.mooring.practice.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RequestPathTest {
  @Test
  void anEscapedSlashIsAPathAfterAll() {
    String decoded = RequestPath.decoded("/v2/ana/..%2fbob/tags/list");
    assertEquals("/v2/ana/../bob/tags/list", decoded);
    assertEquals("/v2/bob/tags/list", RequestPath.clean(decoded));
  }

  @Test
  void aCleanPathStaysWithItsLastSlash() {
    assertEquals("/v2/", RequestPath.clean("/v2/"));
    assertEquals("/v2/a/blobs/uploads/", RequestPath.clean("/v2/a//blobs/./uploads/"));
    assertEquals("/", RequestPath.clean("/../"));
  }
}
