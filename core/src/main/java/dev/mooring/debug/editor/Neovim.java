package dev.mooring.debug.editor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Neovim with nvim-dap.
record Neovim() implements Editor {

  @Override
  public String id() {
    return "nvim";
  }

  @Override
  public String name() {
    return "Neovim";
  }

  /// A script for `:luafile`.
  @Override
  public String text(Endpoint session) {
    String rules =
        session.mapping().rules().stream()
            .map(
                rule ->
                    "    { from = %s, to = %s },\n"
                        .formatted(
                            rule.local().isEmpty() ? "vim.fn.getcwd()" : quoted(rule.local()),
                            quoted(rule.built())))
            .collect(Collectors.joining());
    return """
        local found, dap = pcall(require, 'dap')
        if not found then
          error('nvim-dap is not installed', 0)
        end
        dap.adapters.mooring = { type = 'server', host = %s, port = %d }
        dap.run({
          name = %s,
          type = 'mooring',
          request = 'attach',
          mode = 'remote',
          stopOnEntry = false,
          substitutePath = {
        %s  },
        })
        """
        .formatted(
            quoted(session.host()), session.address().getPort(), quoted(session.title()), rules);
  }

  @Override
  public Opening opening(Endpoint session, Path directory) {
    Path script = directory.resolve("mooring.lua");
    String there =
        session
            .sources()
            .map(each -> "vim.api.nvim_set_current_dir(%s)\n".formatted(quoted(each.toString())))
            .orElse("");
    return new Opening(
        false,
        Map.of(script, there + text(session)),
        List.of("nvim", "/usr/local/bin/nvim", "/opt/homebrew/bin/nvim", "/snap/bin/nvim"),
        List.of("-S", script.toString()),
        true,
        Messages.of("it-connects-by-itself"));
  }

  /// A string of Lua: what isn't plain is written as its bytes.
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("'");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xff;
      if (value >= ' ' && value < 0x7f && value != '\'' && value != '\\') {
        out.append((char) value);
      } else {
        out.append("\\%03d".formatted(value));
      }
    }
    return out.append("'").toString();
  }
}
