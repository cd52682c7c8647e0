package dev.mooring.debug.attach;

import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.container.TargetProcess;
import dev.mooring.debug.delve.DelveVersion;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.subject.PodSecurity;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Starts Delve in a debug container that runs, after everything that could still forbid it was
/// looked at.
final class Attachment {
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final Duration ATTACH_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Below the ports that outgoing connections take.
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  private final Tunnels tunnels;
  private final TargetContainer target;
  private final PodSecurity security;
  private final Privileges privileges;
  private final Supervisor supervisor;

  Attachment(
      Tunnels tunnels,
      TargetContainer target,
      PodSecurity security,
      Privileges privileges,
      Supervisor supervisor) {
    this.tunnels = tunnels;
    this.target = target;
    this.security = security;
    this.privileges = privileges;
    this.supervisor = supervisor;
  }

  /// @param wanted number or name of the process; empty where any is right
  /// @throws MooringException with the reason when this program cannot be debugged; it was not
  /// touched then
  TargetProcess examine(String wanted) throws InterruptedException {
    mayTrace();
    TargetProcess process = TargetProcess.find(supervisor, target, wanted);
    if (process.binary().dwarf() == 0) {
      throw cannot(
          Code.DEBUG_PROGRAM_UNFIT,
          Messages.of("its-program-has-no-debug-information"),
          Messages.of("build-it-without-ldflags-s-w"));
    }
    return process;
  }

  /// Looks whether the helper image's Delve reads the program.
  void checkHelper(GoBinary binary) throws InterruptedException {
    DelveVersion delve =
        DelveVersion.parse(String.join("\n", supervisor.ask("version", ASK)))
            .orElseThrow(
                () ->
                    cannot(
                        Messages.of("the-helper-image-has-no-working"),
                        Messages.of("choose-another-helper-image-in-the")));
    delve
        .objection(binary.goVersion())
        .ifPresent(
            objection -> {
              throw cannot(objection.why(), objection.whatToDo());
            });
  }

  /// Bytes of memory that the program has; 0 where the container doesn't say it.
  long resident(TargetProcess process) throws InterruptedException {
    for (String line : supervisor.ask("memory " + process.pid(), ASK)) {
      if (line.matches("resident \\d{1,15}")) {
        return Long.parseLong(line.substring("resident ".length())) * 1024;
      }
    }
    return 0;
  }

  /// Starts Delve and waits until the program runs under it, a minute at most.
  ///
  /// @return where Delve listens
  PodPort start(TargetProcess process) throws InterruptedException {
    return start(process, ATTACH_LIMIT);
  }

  PodPort start(TargetProcess process, Duration limit) throws InterruptedException {
    Set<Integer> taken = new HashSet<>();
    for (String line : supervisor.ask("ports", ASK)) {
      if (line.matches("port [0-9A-Fa-f]{1,4}")) {
        taken.add(Integer.parseInt(line.substring(5), 16));
      }
    }
    int port;
    do {
      port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
    } while (taken.contains(port) && taken.size() < PORTS);
    supervisor.ask("start " + process.pid() + " " + port, ASK);
    PodPort place = new PodPort(target.pod().namespace(), target.pod().name(), port);
    awaitRunning(place, limit);
    return place;
  }

  private void awaitRunning(PodPort place, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    MooringException last = null;
    try (Delve delve = new Delve(() -> tunnels.open(place))) {
      while (System.nanoTime() < deadline) {
        dead();
        try {
          Document state = delve.state(ASK);
          if (state.at("Running").isTrue()) {
            return;
          }
        } catch (MooringException e) {
          last = e;
        }
        Thread.sleep(PAUSE);
      }
    }
    throw new Problem(
            Code.DELVE_FAILED,
            Messages.of("delve-did-not-attach-to-container", target.name()),
            last == null ? Messages.of("the-app-isnt-running") : last.problem().why(),
            new Remedy.Advice(Messages.of("try-again-the-app-is-being")),
            supervisor.said())
        .raise();
  }

  private void dead() throws InterruptedException {
    List<String> answer = supervisor.ask("ping", ASK);
    if (answer.contains("delve running")) {
      return;
    }
    String said = supervisor.said();
    String low = said.toLowerCase(Locale.ROOT);
    if (low.contains("already being debugged")) {
      throw failed(
          Code.DELVE_FAILED,
          Messages.of("another-debugger-is-attached-to-it"),
          Messages.of("detach-the-other-debugger-first"),
          said);
    }
    if (low.contains("operation not permitted")
        || low.contains("could not attach")
        || low.contains("does not own")) {
      throw failed(
          Code.DEBUG_NOT_PERMITTED,
          Messages.of("the-kernel-did-not-permit-it", privileges.words(), target.user().words()),
          Messages.of("check-that-runasuser-and-runasgroup-of"),
          said);
    }
    throw failed(
        Code.DELVE_FAILED,
        Messages.of("delve-exited-immediately"),
        Messages.of("see-its-output-in-the-details"),
        said);
  }

  private void mayTrace() throws InterruptedException {
    for (String line : supervisor.ask("yama", ASK)) {
      if (line.equals("scope 3")) {
        throw cannot(
            Messages.of("its-node-forbids-every-debugger-kernel"),
            Messages.of("run-the-pod-on-another-node"));
      }
      if (line.matches("scope [12]") && !privileges.tracer()) {
        throw cannot(
            Code.DEBUG_NOT_PERMITTED,
            security == PodSecurity.PRIVILEGED
                ? Messages.of("the-node-requires-cap-sys-ptrace")
                : Messages.of("pod-security-forbids-cap-sys-ptrace", security.words()),
            Messages.of("debug-in-a-namespace-without-pod"));
      }
    }
  }

  private MooringException cannot(String why, String whatToDo) {
    return cannot(Code.DEBUG_NOT_POSSIBLE, why, whatToDo);
  }

  private MooringException cannot(Code code, String why, String whatToDo) {
    return new Problem(
            code,
            Messages.of("cannot-debug-container", target.name()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }

  private MooringException failed(Code code, String why, String whatToDo, String said) {
    return new Problem(
            code,
            Messages.of("delve-could-not-attach-to-container", target.name()),
            why,
            new Remedy.Advice(whatToDo),
            said)
        .raise();
  }
}
