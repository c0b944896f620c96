#!lua flags=allow-oom
-- Shows what is pending under one name; what is not in the stream any more is acknowledged instead.
-- KEYS: 1 stream, 2 states
-- ARGV: 1 group, 2 consumer, 3 entry ID after which to begin, 4 most entries, 5 longest assignment in bytes
-- Codes: none
-- Returns: for each entry (fewer if they are long): ID, idle ms, assignment if there is one and it is not too long, its length,
--          failed attempts
local stream, group, after, most, out = KEYS[1], ARGV[1], ARGV[3], tonumber(ARGV[4]), {}
local bytes = 0 -- a page ends early when it has become a large reply
repeat
  local missing = most - #out / 5
  local rows = redis.pcall('XPENDING', stream, group, '(' .. after, '+', missing, ARGV[2])
  local found, near = {}, {} -- most are neighbours: to read them together takes a fifth of the time
  if rows[1] then near = redis.call('XRANGE', stream, rows[1][1], rows[#rows][1], 'COUNT', 2 * #rows) end
  for _, entry in ipairs(near) do found[entry[1]] = entry end
  for _, row in ipairs(rows) do
    local entry, text = found[row[1]] or redis.call('XRANGE', stream, row[1], row[1])[1], false
    for i = 1, entry and #entry[2] or 0, 2 do text = entry[2][i] == 'lbs-input' and entry[2][i + 1] or text end
    if entry then
      local n = #out
      out[n + 1], out[n + 2] = row[1], row[3]
      out[n + 3], out[n + 4] = text and #text <= ARGV[5] + 0 and text, text and #text or 0
      local read, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], row[1]) or '{}')
      bytes = bytes + (text and #text or 0)
      out[n + 5] = read and type(state) == 'table' and tonumber(state.failures) or 0
    else
      redis.call('XACK', stream, group, row[1])
    end
    after = row[1]
    if bytes > 1048576 then return out end
  end
until #rows < missing or #out == 5 * most
return out
