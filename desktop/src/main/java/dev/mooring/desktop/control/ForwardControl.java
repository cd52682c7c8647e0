package dev.mooring.desktop.control;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What others may ask of the forwards and the debug sessions of this process.
///
/// With a window it speaks for the whole list that the user keeps, of all contexts; without one for
/// the forwards of its own command, which it neither writes down nor takes from the list.
public final class ForwardControl implements Control {
  private final long id;
  private final Workspaces workspaces;
  private final @Nullable SettingsFile settings;
  private final Consumer<Optional<ForwardLink>> window;

  private ForwardControl(
      long id,
      Workspaces workspaces,
      @Nullable SettingsFile settings,
      Consumer<Optional<ForwardLink>> window) {
    this.id = id;
    this.workspaces = workspaces;
    this.settings = settings;
    this.window = window;
  }

  /// @param window shows itself, with the form of a link filled in where there is one
  public static ForwardControl ofWindow(
      long id,
      Workspaces workspaces,
      SettingsFile settings,
      Consumer<Optional<ForwardLink>> window) {
    return new ForwardControl(id, workspaces, settings, window);
  }

  public static ForwardControl ofCommand(long id, Workspaces workspaces) {
    return new ForwardControl(id, workspaces, null, link -> {});
  }

  @Override
  public boolean hasWindow() {
    return settings != null;
  }

  @Override
  public void answer(Request request, Answers answers) throws InterruptedException {
    switch (request.verb()) {
      case LIST -> all().forEach(each -> answers.entry(each.write()));
      case REGISTRIES -> registries(answers);
      case SESSIONS -> sessions(answers);
      case DETACH -> detach(request);
      case KEEP -> keep(request, answers);
      case OPEN -> open(request);
      case LOGS -> history(request).events(answers);
      case REQUESTS -> history(request).requests(answers);
      case START, STOP, RESTART, REMOVE -> {
        for (ForwardKey each : request.forwards()) {
          change(request.verb(), each, answers);
        }
      }
    }
  }

  private void registries(Answers answers) {
    for (Workspace each : workspaces.all().get()) {
      each.mesh().all().get().stream()
          .flatMap(forward -> ConnectedRegistry.of(each.context().name(), forward).stream())
          .forEach(registry -> answers.entry(registry.write()));
    }
  }

  private void sessions(Answers answers) {
    for (Workspace each : workspaces.all().get()) {
      each.debugger().sessions().stream()
          .map(session -> SessionEntry.of(each.context().name(), session, id))
          .forEach(entry -> answers.entry(entry.write()));
    }
  }

  private void detach(Request request) {
    long port = request.with().at("port").integer().orElse(0L);
    workspaces.all().get().stream()
        .flatMap(each -> each.debugger().sessions().stream())
        .filter(session -> session.address().getPort() == port)
        .findFirst()
        .orElseThrow(() -> Request.refused(Messages.of("no-session-is-at-port", port)))
        .close();
  }

  /// The live ones and, with a window, those that are only kept.
  private List<ForwardEntry> all() {
    List<ForwardEntry> all = new ArrayList<>();
    for (Workspace each : workspaces.all().get()) {
      for (ForwardStatus status : each.forwards().all().get()) {
        all.add(ForwardEntry.of(each.context().name(), status, id));
      }
    }
    Set<ForwardKey> live = new HashSet<>(all.stream().map(ForwardEntry::key).toList());
    kept().stream()
        .map(ForwardEntry::of)
        .filter(each -> !live.contains(each.key()))
        .forEach(all::add);
    return all;
  }

  private List<SavedForward> kept() {
    return settings == null ? List.of() : ContextForwards.saved(settings.settings().get());
  }

  private void change(Verb verb, ForwardKey key, Answers answers) throws InterruptedException {
    try {
      ForwardEntry entry =
          all().stream()
              .filter(each -> each.key().equals(key))
              .findFirst()
              .orElseThrow(() -> unknown(key));
      if (settings == null) {
        change(verb, workspaces.open(key.context()).forwards(), entry);
      } else if (verb == Verb.REMOVE && entry.owner() == 0) {
        // Its context may be gone from the kubeconfig.
        ContextForwards.forget(settings, key.context(), key.name());
      } else {
        change(verb, kept(workspaces.open(key.context()), settings), entry);
      }
      answers.entry(now(key).orElseGet(() -> ForwardEntry.of(entry.saved())).write());
    } catch (MooringException e) {
      answers.problem(e.problem());
    }
  }

  private static void change(Verb verb, Forwards forwards, ForwardEntry entry)
      throws InterruptedException {
    switch (verb) {
      case STOP -> forwards.stop(entry.spec().name());
      case REMOVE -> forwards.remove(entry.spec().name());
      default -> forwards.start(entry.spec());
    }
  }

  private static void change(Verb verb, ContextForwards kept, ForwardEntry entry)
      throws InterruptedException {
    switch (verb) {
      case STOP -> kept.stop(entry.spec());
      case REMOVE -> kept.remove(entry.spec());
      default -> kept.start(entry.spec());
    }
  }

  private Optional<ForwardEntry> now(ForwardKey key) {
    return all().stream().filter(each -> each.key().equals(key)).findFirst();
  }

  private void keep(Request request, Answers answers) throws InterruptedException {
    if (settings == null) {
      throw noWindow();
    }
    SavedForward saved = SavedForward.read(request.with().at("forward"));
    ContextForwards kept = kept(workspaces.open(saved.context()), settings);
    if (request.with().at("start").isTrue()) {
      kept.start(saved.spec());
    } else {
      kept.save(saved.spec(), saved.running());
    }
    now(new ForwardKey(saved.context(), saved.spec().name()))
        .ifPresent(each -> answers.entry(each.write()));
  }

  private static ContextForwards kept(Workspace workspace, SettingsFile settings) {
    return new ContextForwards(workspace.context().name(), workspace.forwards(), settings);
  }

  private void open(Request request) {
    if (settings == null) {
      throw noWindow();
    }
    String link = request.with().at("link").textOrEmpty();
    window.accept(link.isEmpty() ? Optional.empty() : Optional.of(ForwardLink.parse(link)));
  }

  private ForwardHistory history(Request request) {
    ForwardKey key =
        request.forwards().stream()
            .findFirst()
            .orElseThrow(() -> Request.refused(Messages.of("it-names-no-forward")));
    Forwards forwards =
        workspaces.all().get().stream()
            .filter(each -> each.context().name().equals(key.context()))
            .map(Workspace::forwards)
            .findFirst()
            .orElseThrow(() -> unknown(key));
    return new ForwardHistory(forwards, key.name(), request.with().at("follow").isTrue());
  }

  private static MooringException unknown(ForwardKey key) {
    return new Problem(
            Code.FORWARD_UNKNOWN,
            Messages.of("there-is-no-forward", key.name()),
            Messages.of("the-running-mooring-has-none-of", key.context()),
            new Remedy.Command(Messages.of("see-which-forwards-there-are"), "mooring forward ls"))
        .raise();
  }

  private static MooringException noWindow() {
    return new Problem(
            Code.DISPLAY_MISSING,
            Messages.of("that-mooring-has-no-window"),
            Messages.of("it-is-a-command-that-forwards"),
            new Remedy.Command(Messages.of("open-the-window"), "mooring"))
        .raise();
  }
}
