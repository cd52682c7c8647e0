package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import atlantafx.base.theme.Tweaks;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The top of the window: the context, how its API server responds, search, settings.
final class Header extends HBox {
  private final MenuButton switcher = new MenuButton(Messages.of("reading-contexts"));
  private final StateLabel connection = new StateLabel();
  private final Consumer<String> open;

  /// @param open a context by its name
  Header(ShellActions actions, Consumer<String> open) {
    this.open = open;
    switcher.setId("context");
    switcher.setTooltip(new Tooltip(Messages.of("kubernetes-context")));
    switcher.setMnemonicParsing(false);
    switcher.setMinWidth(Region.USE_PREF_SIZE);
    switcher.setMaxWidth(320);
    connection.setId("connection");
    connection.setMinWidth(0);
    HBox.setHgrow(connection, Priority.SOMETIMES);
    Button search = Actions.button(actions.own("palette"), Styles.FLAT);
    search.setText(Actions.words(actions.own("palette")));
    getChildren()
        .addAll(
            switcher,
            connection,
            Controls.spacer(),
            search,
            Actions.icon(actions.own("refresh"), Styles.BUTTON_ICON, Styles.FLAT),
            Actions.icon(actions.own("settings"), Styles.BUTTON_ICON, Styles.FLAT),
            help(actions));
    getStyleClass().add(Tokens.HEADER);
  }

  private static MenuButton help(ShellActions actions) {
    MenuButton help = new MenuButton("", new FontIcon(Feather.HELP_CIRCLE));
    help.setId("help");
    help.getItems().setAll(Actions.item(actions.own("keys")), Actions.item(actions.own("report")));
    help.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Tweaks.NO_ARROW);
    help.setAccessibleText(Messages.of("help"));
    help.setTooltip(new Tooltip(Messages.of("help")));
    return help;
  }

  /// @param nothing whether no context is open
  void show(Face<List<Context>> face, Surface surface, boolean nothing) {
    switch (face) {
      case Face.Loading<List<Context>> l -> context(Messages.of("reading-contexts"));
      case Face.Failed<List<Context>> failed -> context(Messages.of("no-context"));
      case Face.Stale<List<Context>> stale -> surface.tell(stale.problem());
      case Face.Full<List<Context>> full -> {
        offer(full.value());
        if (full.value().isEmpty() && nothing) {
          context(Messages.of("no-context"));
        }
      }
    }
  }

  private void offer(List<Context> contexts) {
    switcher
        .getItems()
        .setAll(
            contexts.stream()
                .map(each -> Controls.item(each.name(), () -> open.accept(each.name())))
                .toList());
  }

  /// What the palette finds by a context's name.
  List<Palette.Entry> contexts() {
    return switcher.getItems().stream().map(Header::entry).toList();
  }

  private static Palette.Entry entry(MenuItem context) {
    return new Palette.Entry(
        Messages.of("context-2"),
        Action.of("window.context", context.getText(), Feather.SERVER, context::fire));
  }

  void context(String words) {
    switcher.setText(words);
    switcher.setAccessibleText(Messages.of("context", words));
  }

  void connection(Connection now) {
    connection.show(now.tone(), () -> now.words(Instant.now()));
    // The button beside it says already that there is no context.
    Controls.show(connection, !(now instanceof Connection.None));
    Label words = connection.label();
    Controls.style(words, "label", now.tone().words());
    words.setTooltip(new Tooltip(now.words(Instant.now())));
  }
}
