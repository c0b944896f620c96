#!lua flags=allow-oom
-- Reads entries. The reply ends early where it would become large.
-- KEYS: 1 stream
-- ARGV: 1 longest assignment in bytes, 2 bytes from which on the reply ends, then entry IDs
-- Codes: none
-- Returns: for each of the first IDs, one at least: assignment if there is one and it is not too long, its length
local stream, out, bytes, near, n = KEYS[1], {}, 0, {}, #ARGV
-- Most are neighbours: to read them together takes a fifth of the time.
for _, entry in ipairs(redis.call('XRANGE', stream, ARGV[3], ARGV[n], 'COUNT', 2 * (n - 2))) do near[entry[1]] = entry end
for i = 3, n do
  local entry, text = near[ARGV[i]] or redis.call('XRANGE', stream, ARGV[i], ARGV[i])[1], false
  for j = 1, entry and #entry[2] or 0, 2 do text = entry[2][j] == 'lbs-input' and entry[2][j + 1] or text end
  out[#out + 1], out[#out + 2] = text and #text <= ARGV[1] + 0 and text, text and #text or 0
  bytes = bytes + (text and #text or 0)
  if bytes > ARGV[2] + 0 then break end
end
return out
