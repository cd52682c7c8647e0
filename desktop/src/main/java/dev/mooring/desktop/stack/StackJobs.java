package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Finding;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the user can do with the registry itself, one at a time and each as a job.
public final class StackJobs {
  private static final Logger LOG = LoggerFactory.getLogger(StackJobs.class);

  private final Stack stack;
  private final StackWork ongoing;
  private final ChosenOptions options;
  private final ConnectionViewModel connection;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  StackJobs(
      Stack stack,
      StackWork ongoing,
      ChosenOptions options,
      ConnectionViewModel connection,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.stack = stack;
    this.ongoing = ongoing;
    this.options = options;
    this.connection = connection;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
  }

  /// Installs, then proves it: done means proven.
  void install() {
    install(stack);
  }

  /// The same where these checks stop it no more.
  void install(Set<String> overruled) {
    install(stack.overruling(overruled));
  }

  /// Asks what would stop [#install] now.
  Fetched<List<Finding>> blockers() {
    StackOptions asked = options.get();
    Fetched<List<Finding>> found = new Fetched<>(Messages.of("checking-the-cluster"), reads, ui);
    found.fetch(progress -> blockers(stack.examine(asked, 0, ignored -> {})));
    return found;
  }

  static List<Finding> blockers(List<Finding> findings) {
    return findings.stream().filter(Stack::stopsInstall).toList();
  }

  private void install(Stack by) {
    StackOptions asked = options.get();
    ChosenOptions.Choice chosen = options.pending();
    boolean login = options.login().get();
    AtomicBoolean complete = new AtomicBoolean();
    ongoing.start(
        jobs,
        about(asked, Messages.of("installing-the-registry")),
        progress -> {
          // It may be asked for before it is known what was chosen earlier.
          StackOptions recorded = by.status(asked).options();
          StackOptions wanted = chosen == null ? recorded : chosen.over(recorded);
          Stack stack = login ? showing(by, wanted) : by;
          // A further registry gets a port that is free, unless the user named one.
          Stack.Proven made =
              chosen != null && chosen.ofPort()
                  ? stack.installProven(wanted, progress, standing -> complete.set(true))
                  : stack.installProvenOnFreePort(wanted, progress, standing -> complete.set(true));
          ui.execute(() -> options.carriedOut(chosen));
          return told(made);
        },
        () -> {
          if (!complete.get()) {
            lookWhatIsLeft(asked);
          }
        });
  }

  /// What `docker login` kept for the registry that a cache pulls from.
  private static Stack showing(Stack stack, StackOptions cache) throws InterruptedException {
    Optional<Upstream> upstream = cache.additions().upstream();
    return upstream.isPresent()
        ? stack.showing(UpstreamLogin.of(DockerConfig.ofUser(), upstream.get().name()))
        : stack;
  }

  /// Gives a cache that is installed the login that Docker keeps; nothing else changes.
  void giveLogin() {
    StackOptions asked = options.get();
    run(
        about(asked, Messages.of("giving-the-login")),
        progress -> {
          StackOptions recorded = stack.inForce(asked);
          String words =
              told(showing(stack, recorded).installProven(recorded, progress, standing -> {}));
          ui.execute(() -> options.chooseLogin(false));
          return words;
        });
  }

  /// Makes the registry again what it was installed as. What is chosen and not installed yet stays
  /// so.
  void repair() {
    StackOptions asked = options.get();
    run(
        about(asked, Messages.of("repairing-the-registry")),
        progress -> {
          StackOptions recorded = stack.inForce(asked);
          return told(stack.installProven(recorded, progress, standing -> {}));
        });
  }

  private String told(Stack.Proven made) {
    proved(made.installation().options(), made.verification());
    return Messages.count(
        "applied-objects", made.installation().written(), Proofs.words(made.verification()));
  }

  private void lookWhatIsLeft(StackOptions asked) {
    try {
      reads.start(
          Messages.of("looking-at-what-the-install-left"),
          progress -> {
            ongoing.left(CancelledInstall.look(stack, asked));
            return "";
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The install was cancelled because Mooring ends");
    }
  }

  void verify() {
    StackOptions asked = options.get();
    run(
        about(asked, Messages.of("verifying-the-registry")),
        progress -> {
          Verification proof = stack.verify(asked, progress);
          proved(asked, proof);
          return Proofs.words(proof);
        });
  }

  /// Asks what [#install] would change.
  Fetched<Plan> plan() {
    StackOptions asked = options.get();
    Fetched<Plan> plan =
        new Fetched<>(Messages.of("comparing-the-cluster-with-what-is"), reads, ui);
    boolean login = options.login().get();
    plan.fetch(progress -> (login ? showing(stack, asked) : stack).plan(asked));
    return plan;
  }

  /// Asks which objects [#uninstall] would remove.
  Fetched<List<String>> planUninstall(Stack.DataFate data) {
    StackOptions asked = options.get();
    Fetched<List<String>> plan =
        new Fetched<>(Messages.of("listing-what-uninstall-removes"), reads, ui);
    plan.fetch(
        progress ->
            stack.planUninstall(asked, data).steps().stream().map(Plan.Step::object).toList());
    return plan;
  }

  void uninstall(Stack.DataFate data) {
    StackOptions asked = options.get();
    ongoing.startRemoval(
        jobs,
        about(asked, Messages.of("uninstalling-the-registry")),
        progress -> {
          connection.end(asked.location());
          List<String> removed = stack.uninstall(asked, data, progress);
          ongoing.proved(null);
          return Messages.count("removed-objects", removed.size());
        });
  }

  /// Names a further registry in a title; who has one only knows which.
  static String about(StackOptions options, String title) {
    return options.isDefault() ? title : Messages.of("about-registry", title, options.registry());
  }

  /// What sentences call a registry.
  static String words(StackOptions options) {
    return options.isDefault()
        ? Messages.of("the-registry")
        : Messages.of("registry-named", options.registry());
  }

  private void run(String title, Work<String> what) {
    ongoing.start(jobs, title, what, () -> {});
  }

  private void proved(StackOptions asked, Verification proof) {
    ongoing.proved(proof);
    if (proof.passed()) {
      connection.proven(asked.location());
    }
  }
}
