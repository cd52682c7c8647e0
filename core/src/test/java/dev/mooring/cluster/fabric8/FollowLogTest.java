package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.workload.ContainerLog;
import dev.mooring.workload.PodContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a container while it is written.
final class FollowLogTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch done = new CountDownLatch(1);

  private FabricCluster connect(TestServer server) throws IOException {
    return TestServer.connect(folder, server.port(), "token: t", LIMIT);
  }

  @Test
  void eachLineComesAsItIsWrittenAndTheEndOfTheContainerIsTheEnd() throws Exception {
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  exchange.sendResponseHeaders(200, 0);
                  exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.UTF_8));
                  exchange.getResponseBody().flush();
                  done.await();
                  exchange.getResponseBody().write("two\n".getBytes(StandardCharsets.UTF_8));
                });
        FabricCluster cluster = connect(server)) {
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      cluster.followLog("ux", "hello-1", "app", 7, lines::add);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertEquals("one", lines.poll(20, TimeUnit.SECONDS));
      done.countDown();
      assertTrue(reader.join(LIMIT));
      assertEquals(List.of("two"), new ArrayList<>(lines));
      assertEquals(
          List.of(
              "GET /api/v1/namespaces/ux/pods/hello-1/log?follow=true&tailLines=7&container=app"),
          server.requests());
    }
  }

  @Test
  void whatACrashedProgramWroteLastCountsAlsoWithoutALineEnd() throws Exception {
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  exchange.sendResponseHeaders(200, 0);
                  exchange.getResponseBody().write("one\npanic".getBytes(StandardCharsets.UTF_8));
                });
        FabricCluster cluster = connect(server)) {
      cluster.readPreviousLog("ux", "hello-1", "app", 7, lines::add);
      assertEquals(List.of("one", "panic"), new ArrayList<>(lines));
      assertEquals(
          List.of(
              "GET /api/v1/namespaces/ux/pods/hello-1/log?previous=true&tailLines=7&container=app"),
          server.requests());
    }
  }

  @Test
  void aContainerThatWaitsToStartHasNoLogYet() throws Exception {
    String waiting = "container app in pod hello-1 is waiting to start";
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) ->
                    TestServer.say(exchange, 400, TestServer.status(400, waiting)));
        FabricCluster cluster = connect(server)) {
      PodContainer of = new PodContainer("ux", "hello-1", "app");
      MooringException failure =
          assertThrows(MooringException.class, () -> ContainerLog.last(cluster, of, 7, lines::add));
      assertEquals(Code.NOT_READY, failure.problem().code());
      assertEquals(waiting, failure.problem().why());
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  exchange.sendResponseHeaders(200, 0);
                  exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.UTF_8));
                  exchange.getResponseBody().flush();
                  done.await();
                });
        FabricCluster cluster = connect(server)) {
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      cluster.followLog("ux", "hello-1", "app", 7, lines::add);
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                    }
                  });
      assertEquals("one", lines.poll(20, TimeUnit.SECONDS));
      reader.interrupt();
      assertTrue(interrupted.await(20, TimeUnit.SECONDS));
      done.countDown();
    }
  }

  @Test
  void aMissingRightIsNamed() throws Exception {
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) ->
                    TestServer.say(
                        exchange,
                        403,
                        TestServer.status(403, "pods is forbidden: User u cannot get resource")));
        FabricCluster cluster = connect(server)) {
      MooringException e =
          assertThrows(
              MooringException.class,
              () -> cluster.followLog("ux", "hello-1", "app", 7, lines::add));
      assertEquals(Code.MISSING_RIGHT, e.problem().code());
    }
  }
}
