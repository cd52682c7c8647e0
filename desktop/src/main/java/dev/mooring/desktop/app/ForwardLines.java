package dev.mooring.desktop.app;

import dev.mooring.desktop.forward.Address;
import dev.mooring.desktop.forward.ForwardAction;
import dev.mooring.desktop.forward.ForwardJobs;
import dev.mooring.desktop.forward.Totals;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.document.Printable;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The forwards of a context as lines of the tray's menu, each command at most two clicks away.
///
/// A forward in no group has its commands in a submenu of its own. A group is one submenu, however
/// many it has: ticks start and stop its forwards, and what else there is to do with them stands in
/// submenus by command.
final class ForwardLines {
  /// More in no group are folded as a group is.
  private static final int MOST_ALONE = 12;

  private static final int LONGEST_REASON = 60;

  private final ForwardJobs jobs;
  private final Consumer<String> copy;
  private final Consumer<String> browse;

  ForwardLines(ForwardJobs jobs, Consumer<String> copy, Consumer<String> browse) {
    this.jobs = jobs;
    this.copy = copy;
    this.browse = browse;
  }

  List<TrayItem> items(List<ForwardStatus> all) {
    Map<String, List<ForwardStatus>> groups = new LinkedHashMap<>();
    List<ForwardStatus> alone = new ArrayList<>();
    for (ForwardStatus each : all) {
      String group = each.spec().group();
      (group.isEmpty() ? alone : groups.computeIfAbsent(group, ignored -> new ArrayList<>()))
          .add(each);
    }
    if (alone.size() > MOST_ALONE) {
      groups.put("", List.copyOf(alone));
      alone.clear();
    }
    List<TrayItem> items = new ArrayList<>();
    alone.forEach(each -> items.add(alone(each)));
    groups.forEach((name, members) -> items.add(group(name, members)));
    if (!groups.isEmpty()) {
      List<ForwardStatus> running =
          groups.values().stream().flatMap(List::stream).filter(ForwardJobs::runs).toList();
      items.add(
          byAction(ForwardAction.COPY_ADDRESS, running, each -> copy.accept(Address.of(each))));
      List<ForwardStatus> open = running.stream().filter(Address::isForBrowsers).toList();
      items.add(byAction(ForwardAction.OPEN, open, each -> browse.accept(Address.url(each))));
      items.add(byAction(ForwardAction.RESTART, running, each -> jobs.start(List.of(each.spec()))));
    }
    if (all.size() > 1) {
      items.add(
          new TrayItem.Menu(
              "all", titled(Messages.of("all-forwards"), Totals.of(all)), ofAll(all)));
    }
    return items;
  }

  private TrayItem alone(ForwardStatus forward) {
    String name = forward.spec().name();
    if (!ForwardJobs.runs(forward)) {
      return toggle(forward);
    }
    List<ForwardSpec> spec = List.of(forward.spec());
    List<TrayItem> items = new ArrayList<>();
    items.add(TrayItem.of(ForwardAction.STOP.doing(() -> jobs.stop(spec))));
    items.add(TrayItem.of(ForwardAction.RESTART.doing(() -> jobs.start(spec))));
    items.add(
        TrayItem.of(ForwardAction.COPY_ADDRESS.doing(() -> copy.accept(Address.of(forward)))));
    if (Address.isForBrowsers(forward)) {
      items.add(TrayItem.of(ForwardAction.OPEN.doing(() -> browse.accept(Address.url(forward)))));
    }
    return new TrayItem.Menu(name, label(forward), List.copyOf(items));
  }

  private TrayItem group(String name, List<ForwardStatus> members) {
    List<TrayItem> items = new ArrayList<>(ofAll(members));
    items.add(new TrayItem.Separator());
    members.forEach(each -> items.add(toggle(each)));
    String title = name.isEmpty() ? Messages.of("in-no-group") : name;
    return new TrayItem.Menu("group " + name, titled(title, Totals.of(members)), items);
  }

  private List<TrayItem> ofAll(List<ForwardStatus> members) {
    return List.of(
        TrayItem.of(ForwardAction.START_ALL.doing(() -> jobs.startAll(members))),
        TrayItem.of(ForwardAction.STOP_ALL.doing(() -> jobs.stopAll(members))),
        TrayItem.of(ForwardAction.RESTART_ALL.doing(() -> jobs.restartAll(members))));
  }

  private TrayItem toggle(ForwardStatus forward) {
    boolean runs = ForwardJobs.runs(forward);
    List<ForwardSpec> spec = List.of(forward.spec());
    Consumer<List<ForwardSpec>> does = runs ? jobs::stop : jobs::start;
    return new TrayItem.Toggle(
        forward.spec().name(), label(forward), runs, click(() -> does.accept(spec)));
  }

  private static TrayItem byAction(
      ForwardAction action, List<ForwardStatus> running, Consumer<ForwardStatus> does) {
    Function<ForwardStatus, TrayItem> line =
        each -> {
          String group = each.spec().group();
          String text =
              (group.isEmpty() ? "" : group + " / ") + each.spec().name() + "  " + Address.of(each);
          return new TrayItem.Action(each.spec().name(), text, click(() -> does.accept(each)));
        };
    List<TrayItem> lines = running.stream().map(line).toList();
    return new TrayItem.Menu(
        action.words(),
        lines.isEmpty() ? List.of(new TrayItem.Label(Messages.of("no-active-forwards"))) : lines);
  }

  /// "api  localhost:8080 · mTLS as shop/ana · 84 kB/s · 6 open"
  private static String label(ForwardStatus forward) {
    String name = forward.spec().name();
    return switch (forward.state()) {
      case State.Stopped s -> name;
      case State.Active a ->
          name + "  " + Address.of(forward) + identity(forward) + traffic(forward);
      case State.Waiting w -> Messages.of("forward-waiting", name, shortened(w.why()));
      case State.Failed f -> Messages.of("forward-failed", name, shortened(f.problem().why()));
    };
  }

  private static String identity(ForwardStatus forward) {
    AccountName as = forward.spec().as();
    return joined(as == null ? "" : Messages.of("mtls-as", as));
  }

  private static String traffic(ForwardStatus forward) {
    return joined(
        rate(forward.rate()),
        forward.connections() == 0 ? "" : Messages.of("open-connections", forward.connections()));
  }

  /// "work  2 of 3 active · 84 kB/s"
  private static String titled(String title, Totals totals) {
    String words = totals.words();
    return words.isEmpty() ? title : title + "  " + words + joined(rate(totals.rate()));
  }

  private static String rate(long rate) {
    return rate == 0 ? "" : Messages.of("per-second", Words.size(rate));
  }

  private static String joined(String... parts) {
    return Stream.of(parts)
        .filter(each -> !each.isEmpty())
        .map(each -> " · " + each)
        .collect(Collectors.joining());
  }

  private static String shortened(String why) {
    return Printable.cut(why, LONGEST_REASON);
  }

  private static TrayItem.Click click(Runnable command) {
    return new TrayItem.Click(command);
  }
}
