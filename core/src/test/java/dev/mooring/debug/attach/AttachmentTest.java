package dev.mooring.debug.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.ScriptedDelve;
import dev.mooring.debug.ScriptedSupervisor;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.container.TargetProcess;
import dev.mooring.debug.subject.PodSecurity;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.registry.program.GoBinaryTest;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is looked at before Delve starts, and what its start can fail of. Scripts stand where the
/// debug container and Delve would answer.
@Timeout(60)
final class AttachmentTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Privileges USER = new Privileges(Document.nothing(), false, "uid 1000");
  private static final Privileges ROOT = new Privileges(Document.nothing(), true, "root");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<PodPort> dialled = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private Privileges privileges = USER;
  private PodSecurity security = PodSecurity.PRIVILEGED;
  private String yama = "scope 0";
  private String debug = ".debug_info";
  private List<String> version = List.of("Version: 1.26.0");
  private List<String> memory = List.of();
  private List<String> ports = List.of();
  private volatile List<String> ping = List.of("delve running");
  private final AtomicInteger lost = new AtomicInteger();
  private volatile String state = ScriptedDelve.RUNNING;
  private final Supervisor supervisor = ScriptedSupervisor.answering(this::answer);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScriptedDelve delve;

  AttachmentTest() throws IOException {
    delve =
        new ScriptedDelve(
            (method, argument) -> {
              reached.countDown();
              return state;
            });
  }

  @AfterEach
  void end() throws IOException {
    threads.shutdownNow();
    supervisor.close();
    delve.close();
  }

  @Test
  void aProgramThatCanBeTracedIsFoundAndNotTouched() throws Exception {
    TargetProcess found = attachment().examine("");
    assertEquals(7, found.pid());
    assertFalse(asked.stream().anyMatch(each -> each.startsWith("start")), asked::toString);
  }

  @Test
  void aProcessThatIsGoneIsNamed() {
    Problem problem = examined("9");
    assertEquals(Code.INVALID_TARGET, problem.code());
    assertTrue(problem.toString().contains("server"), problem::toString);
  }

  @Test
  void aStrippedProgramIsRefused() {
    debug = ".text";
    assertEquals(Code.DEBUG_PROGRAM_UNFIT, examined("").code());
  }

  @ParameterizedTest
  @CsvSource({
    "scope 3, true, PRIVILEGED, DEBUG_NOT_POSSIBLE, ptrace_scope is 3",
    "scope 1, false, PRIVILEGED, DEBUG_NOT_PERMITTED, doesn't have it",
    "scope 2, false, RESTRICTED, DEBUG_NOT_PERMITTED, level restricted forbids it"
  })
  void aNodeThatForbidsTracingIsSaid(
      String scope, boolean tracer, PodSecurity level, Code code, String why) {
    yama = scope;
    privileges = tracer ? ROOT : USER;
    security = level;
    Problem problem = examined("");
    assertEquals(code, problem.code());
    assertTrue(problem.why().contains(why), problem::toString);
    assertEquals(List.of("yama"), asked, "the program wasn't even looked at");
  }

  @Test
  void whoMayTraceWhateverTheUserMayDoSoUnderYama() throws Exception {
    yama = "scope 2";
    privileges = ROOT;
    assertEquals(7, attachment().examine("").pid());
  }

  @Test
  void aHelperWithoutDelveOrWithAnotherOneIsRefused() throws Exception {
    GoBinary go = attachment().examine("").binary();
    attachment().checkHelper(go);
    version = List.of("Version: 1.20.1");
    assertEquals(Code.DEBUG_NOT_POSSIBLE, refused(() -> attachment().checkHelper(go)).code());
    version = List.of("sh: dlv: not found");
    Problem none = refused(() -> attachment().checkHelper(go));
    assertTrue(none.why().contains("no working Delve"), none::toString);
  }

  @Test
  void memoryIsReadInKibibytesAndNonsenseIsNone() throws Exception {
    TargetProcess process = attachment().examine("");
    memory = List.of("limit 5", "resident 2048");
    assertEquals(2048 * 1024, attachment().resident(process));
    memory = List.of("resident 99999999999999999999");
    assertEquals(0, attachment().resident(process));
  }

  @Test
  void delveListensAtAPortThatNobodyHas() throws Exception {
    List<String> taken = new ArrayList<>();
    for (int port = 20_000; port < 30_000; port++) {
      if (port != 23_456) {
        taken.add("port " + Integer.toHexString(port));
      }
    }
    ports = taken;
    assertEquals(new PodPort("shop", "hello", 23_456), start());
    assertTrue(asked.contains("start 7 23456"), asked::toString);
  }

  @Test
  void theStartIsOverOnceTheProgramRunsAndItsConnectionIsGivenBack() throws Exception {
    PodPort place = start();
    assertEquals(List.of(place), dialled);
    assertEquals(0, open.get());
  }

  @Test
  void aTunnelThatIsLostMeanwhileIsOpenedAgain() throws Exception {
    lost.set(2);
    start();
    assertEquals(3, dialled.size());
    assertEquals(0, open.get());
  }

  @Test
  void aTunnelThatStaysLostIsTheReasonInTheEnd() {
    lost.set(Integer.MAX_VALUE);
    Problem problem = refused(() -> start(Duration.ofMillis(300)));
    assertEquals(Code.DELVE_FAILED, problem.code());
    assertEquals("the tunnel is lost", problem.why());
  }

  @Test
  void aProgramThatDoesNotGoOnIsSaid() {
    state = "{\"State\": {\"Running\": false}}";
    Problem problem = refused(() -> start(Duration.ofMillis(300)));
    assertEquals("the app isn't running", problem.why());
    assertEquals(0, open.get());
  }

  @ParameterizedTest
  @CsvSource({
    "could not attach to pid 7: operation not permitted, DEBUG_NOT_PERMITTED, kernel denied",
    "this process is already being debugged, DELVE_FAILED, another debugger",
    "no such process, DELVE_FAILED, exited immediately"
  })
  void aDelveThatEndsIsToldByItsLastWords(String said, Code code, String why) {
    ping = List.of(ScriptedSupervisor.SAID + said, "delve exited 1");
    Problem problem = refused(this::start);
    assertEquals(code, problem.code());
    assertTrue(problem.why().contains(why), problem::toString);
    assertTrue(problem.detail().contains(said), problem::toString);
  }

  @Test
  void aDebugContainerThatIsGoneEndsTheStart() throws Exception {
    state = "{\"State\": {\"Running\": false}}";
    Future<Problem> starting = begun(() -> refused(() -> start(LIMIT)));
    ping = List.of(ScriptedSupervisor.GONE);
    assertEquals(
        Code.DEBUG_CONTAINER_FAILED, starting.get(LIMIT.toSeconds(), TimeUnit.SECONDS).code());
    assertEquals(0, open.get());
  }

  @Test
  void anInterruptEndsTheStartAndLeavesNoConnection() throws Exception {
    state = "{\"State\": {\"Running\": false}}";
    CountDownLatch interrupted = new CountDownLatch(1);
    Future<?> starting =
        begun(
            () -> {
              assertThrows(InterruptedException.class, () -> start(LIMIT));
              interrupted.countDown();
              return null;
            });
    starting.cancel(true);
    assertTrue(interrupted.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, open.get());
  }

  /// Work that has asked Delve once.
  private <T> Future<T> begun(Callable<T> work) throws Exception {
    Future<T> future = threads.submit(work);
    assertTrue(reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    return future;
  }

  private Problem examined(String wanted) {
    return refused(() -> attachment().examine(wanted));
  }

  private static Problem refused(Executable work) {
    return assertThrows(MooringException.class, work).problem();
  }

  private PodPort start() throws InterruptedException {
    return start(LIMIT);
  }

  private PodPort start(Duration limit) throws InterruptedException {
    return attachment().start(attachment().examine(""), limit);
  }

  private Attachment attachment() {
    return new Attachment(tunnels(), target(), security, privileges, supervisor);
  }

  private List<String> answer(String[] words) {
    asked.add(String.join(" ", Arrays.asList(words).subList(1, words.length)));
    return switch (words[1]) {
      case "yama" -> List.of(yama);
      case "processes" -> List.of("process 7 1 0 1000 1000 server");
      case "read" -> List.of("data " + block(words));
      case "version" -> version;
      case "memory" -> memory;
      case "ports" -> ports;
      case "ping" -> ping;
      default -> List.of();
    };
  }

  private String block(String[] words) {
    try {
      byte[] program = GoBinaryTest.elf("go1.26.8", "", debug);
      int from = Math.min(program.length, Integer.parseInt(words[3]) * 4096);
      int to = Math.min(program.length, from + Integer.parseInt(words[4]) * 4096);
      return Base64.getEncoder().encodeToString(Arrays.copyOfRange(program, from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tunnels tunnels() {
    return new Tunnels() {
      @Override
      public ByteStream open(PodPort port) {
        dialled.add(port);
        if (lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new Problem(
                  Code.CONNECTION_LOST, "x", "the tunnel is lost", new Remedy.Advice("again"))
              .raise();
        }
        open.incrementAndGet();
        return new Counted(delve.dial(), open);
      }

      @Override
      public ByteStream attach(String namespace, String pod, String container) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  /// Counts those that nobody has closed.
  private static final class Counted extends ForwardingStream {
    private final AtomicInteger open;
    private final AtomicBoolean closed = new AtomicBoolean();

    Counted(ByteStream stream, AtomicInteger open) {
      super(stream);
      this.open = open;
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        open.decrementAndGet();
      }
      super.close();
    }
  }

  private static TargetContainer target() {
    return new TargetContainer(
        new KubeObject(
            Documents.yaml(
                    """
                    metadata: {name: hello, namespace: shop, uid: a}
                    spec: {}
                    status: {containerStatuses: [{name: app, containerID: "containerd://4f1c"}]}
                    """,
                    "the test")
                .getFirst()),
        "app");
  }
}
