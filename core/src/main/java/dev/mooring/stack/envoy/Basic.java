package dev.mooring.stack.envoy;

import java.util.Map;

/// Makes of what registries' clients send what the rules behind can judge.
///
/// A password becomes a bearer token, whatever the user name: `docker login` knows no other way to
/// show one. And a request that begins an upload asks for an upload and nothing else: a registry
/// also mounts a layer of another repository then, whether it is named in the query or in a form,
/// and would not ask who may read that one.
final class Basic {
  /// Envoy's Lua has no base64. A header is never longer than Envoy's limit for all of them.
  private static final String SCRIPT =
      """
      local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
      local VALUES = {}
      for i = 1, #LETTERS do
        VALUES[LETTERS:byte(i)] = i - 1
      end

      local function decoded(text)
        local body = text:match("^([%w+/]+)=?=?$")
        if body == nil or #body % 4 == 1 then
          return ""
        end
        local parts, held, bits = {}, 0, 0
        for i = 1, #body do
          held = held * 64 + VALUES[body:byte(i)]
          bits = bits + 6
          if bits >= 8 then
            bits = bits - 8
            local unit = 2 ^ bits
            local byte = math.floor(held / unit)
            parts[#parts + 1] = string.char(byte)
            held = held - byte * unit
          end
        end
        return table.concat(parts)
      end

      local function bearer(headers)
        local scheme, text = (headers:get("authorization") or ""):match("^(%a+) +(%S+)$")
        if scheme ~= nil and scheme:lower() == "basic" then
          local token = decoded(text):match("^[^:]*:([%w%-_%.]+)$")
          if token ~= nil then
            headers:replace("authorization", "Bearer " .. token)
          end
        end
      end

      local function upload(headers)
        if headers:get(":method") ~= "POST" then
          return
        end
        headers:replace("content-type", "application/octet-stream")
        local path, query = headers:get(":path"):match("^([^?]*)%?(.*)$")
        if path == nil then
          return
        end
        local kept = {}
        for each in query:gmatch("[^&]+") do
          if each:match("^digest=[%w%%:+%._%-]+$") or each:match("^digest%-algorithm=[%w%-]+$") then
            kept[#kept + 1] = each
          end
        end
        if #kept > 0 then
          path = path .. "?" .. table.concat(kept, "&")
        end
        headers:replace(":path", path)
      end

      function envoy_on_request(handle)
        local headers = handle:headers()
        bearer(headers)
        upload(headers)
      end
      """;

  private Basic() {}

  static Map<String, Object> filter() {
    return Tree.extension(
        "basic",
        Tree.typed(
            "extensions.filters.http.lua.v3.Lua",
            "default_source_code",
            Map.of("inline_string", SCRIPT)));
  }
}
