#!lua flags=allow-oom
-- Shows what is pending under one name.
-- KEYS: 1 stream, 2 states
-- ARGV: 1 group, 2 consumer, 3 entry ID after which to begin, 4 most entries
-- Codes: none
-- Returns: for each entry: ID, idle ms, failed attempts, epoch under which it was claimed and not let go since, 0 if none
local rows = redis.pcall('XPENDING', KEYS[1], ARGV[1], '(' .. ARGV[3], '+', ARGV[4], ARGV[2])
if not rows[1] then return {} end
local ids, out = {}, {}
for i, row in ipairs(rows) do ids[i] = row[1] end
local states = redis.call('HMGET', KEYS[2], unpack(ids))
for i, row in ipairs(rows) do
  local read, state = pcall(cjson.decode, states[i] or '{}')
  if not read or type(state) ~= 'table' then state = {} end
  local n = #out
  out[n + 1], out[n + 2] = row[1], row[3]
  out[n + 3], out[n + 4] = tonumber(state.failures) or 0, state.incarnation and tonumber(state.epoch) or 0
end
return out
