package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The cells of the list of forwards.
final class ForwardCells {
  private ForwardCells() {}

  /// A group's name stands out, and that of a context has a picture.
  static final class Name extends TreeTableCell<ForwardRow, String> {
    private final Tooltip all = new Tooltip();

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      TreeItem<ForwardRow> line = empty ? null : getTableRow().getTreeItem();
      ForwardRow.Group group =
          line != null && line.getValue() instanceof ForwardRow.Group head ? head : null;
      boolean context = group != null && group.isContext();
      getStyleClass().remove(Tokens.SECTION_TITLE);
      if (group != null) {
        getStyleClass().add(Tokens.SECTION_TITLE);
      }
      setText(empty ? null : item);
      setGraphic(context ? Controls.picture(Feather.SERVER, Tone.MUTED) : null);
      all.setText(group != null && context ? Messages.of("context-head", group.name()) : item);
      setTooltip(empty ? null : all);
    }
  }

  /// What is cut stands in the tooltip.
  static final class Text extends TreeTableCell<ForwardRow, String> {
    private final Tooltip all = new Tooltip();

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      boolean none = empty || item == null || item.isEmpty();
      setText(empty ? null : item);
      all.setText(none ? "" : item);
      setTooltip(none ? null : all);
    }
  }

  static final class CountCell extends TreeTableCell<ForwardRow, Integer> {
    @Override
    protected void updateItem(@Nullable Integer item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null || item < 0 ? null : item.toString());
    }
  }

  static final class Size extends TreeTableCell<ForwardRow, Long> {
    @Override
    protected void updateItem(@Nullable Long item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null || item == 0 ? null : Words.size(item));
    }
  }

  /// A state by shape, colour and words; what is cut stands in the tooltip.
  static final class State extends TreeTableCell<ForwardRow, StateText> {
    private final Region dot = new Region();
    private final Tooltip all = new Tooltip();

    State() {
      dot.getStyleClass().add(Tokens.DOT);
      setGraphicTextGap(Tokens.GAP);
    }

    @Override
    protected void updateItem(@Nullable StateText item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setText(null);
        setGraphic(null);
        setTooltip(null);
        return;
      }
      Controls.style(dot, Tokens.DOT, item.tone().style());
      all.setText(item.words());
      setText(item.words());
      setGraphic(dot);
      setTooltip(all);
    }
  }

  /// @param live whether something listens there
  record LocalAddress(String address, boolean live) implements Comparable<LocalAddress> {
    static LocalAddress of(ForwardRow row) {
      return row instanceof ForwardRow.Forward forward
          ? new LocalAddress(Address.of(forward.status()), !forward.status().listening().isEmpty())
          : new LocalAddress("", false);
    }

    @Override
    public int compareTo(LocalAddress other) {
      return address.compareTo(other.address);
    }
  }

  /// A click copies; where nothing listens it is only words.
  static final class Copy extends TreeTableCell<ForwardRow, LocalAddress> {
    private final Button copy;

    Copy(Surface surface) {
      copy = Controls.copyable("", Messages.of("address"), surface);
      copy.setFocusTraversable(false);
      getStyleClass().add(Tokens.MONO);
    }

    @Override
    protected void updateItem(@Nullable LocalAddress item, boolean empty) {
      super.updateItem(item, empty);
      boolean live = !empty && item != null && item.live();
      setText(empty || item == null || live ? null : item.address());
      setGraphic(live ? copy : null);
      if (live && item != null) {
        copy.setText(item.address());
        copy.setAccessibleText(Messages.of("copy-address-of", item.address()));
      }
    }
  }
}
