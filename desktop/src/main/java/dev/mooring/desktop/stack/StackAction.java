package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with the registry, by name. Window and tray say what each of them does there.
public enum StackAction {
  INSTALL("install", Messages.of("install"), Feather.DOWNLOAD, "mooring install"),
  INSTALL_ANYWAY(
      "install-anyway", Messages.of("install-anyway"), Feather.ALERT_TRIANGLE, "mooring install"),
  CONNECT("connect", Messages.of("connect"), Feather.LINK, "mooring connect"),
  // The command line disconnects with Ctrl-C.
  DISCONNECT("disconnect", Messages.of("disconnect"), Feather.X, "mooring connect"),
  COPY("copy", Messages.of("copy-registry-address"), Feather.COPY, "mooring connect"),
  VERIFY("verify", Messages.of("verify-now"), Feather.SHIELD, "mooring verify"),
  CHECK("check", Messages.of("check-the-cluster"), Feather.CHECK_SQUARE, "mooring doctor"),
  APPLY("apply", Messages.of("apply-again"), Feather.ROTATE_CW, "mooring install"),
  DROP_CHANGES("drop-changes", Messages.of("drop-changes"), Feather.ROTATE_CCW, "mooring install"),
  CHANGES("changes", Messages.of("show-changes"), Feather.LIST, "mooring status"),
  REPAIR("repair", Messages.of("repair"), Feather.TOOL, "mooring install"),
  OPTIONS("options", Messages.of("options"), Feather.SLIDERS, "mooring install"),
  ADD_WRITER("add-writer", Messages.of("add-writer"), Feather.USER_PLUS, "mooring writer add"),
  REHEARSE("rehearse", Messages.of("change-access"), Feather.EDIT_2, "mooring writer rehearse"),
  ALLOW_BUILDER(
      "allow-builder", Messages.of("allow-builder"), Feather.CPU, "mooring builder allow"),
  UPSTREAM_LOGIN(
      "upstream-login", Messages.of("give-the-login-action"), Feather.KEY, "mooring install"),
  EGRESS("egress", Messages.of("egress-action"), Feather.EXTERNAL_LINK, "mooring install"),
  INGRESS("ingress", Messages.of("ingress-action"), Feather.GLOBE, "mooring install"),
  ALLOW_TOKEN("allow-token", Messages.of("allow-tokens"), Feather.KEY, "mooring token allow"),
  CONFIGURE_TOOL(
      "configure-tool", Messages.of("configure-build-tool"), Feather.FILE_TEXT, "mooring config"),
  FREE_SPACE(
      "free-space", Messages.of("free-space-2"), Feather.DATABASE, "mooring collect-garbage"),
  BACK_UP("back-up", Messages.of("back-up-2"), Feather.SAVE, "mooring save"),
  RESTORE("restore", Messages.of("restore-2"), Feather.UPLOAD, "mooring seed"),
  UNINSTALL(
      "uninstall", Messages.of("uninstall-keep-the-images"), Feather.TRASH, "mooring uninstall"),
  DELETE(
      "delete",
      Messages.of("uninstall-and-delete-all-images"),
      Feather.TRASH_2,
      "mooring uninstall");

  private final String id;
  private final String words;
  private final Feather icon;
  private final String command;

  StackAction(String id, String words, Feather icon, String command) {
    this.id = "registry." + id;
    this.words = words;
    this.icon = icon;
    this.command = command;
  }

  public Action doing(Runnable run) {
    return Action.of(id, words, icon, run).withCommand(command);
  }
}
