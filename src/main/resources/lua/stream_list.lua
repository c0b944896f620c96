#!lua flags=allow-oom
-- Shows a page of a Load Balancer Stream, in the order of entry IDs, and changes nothing. The page ends early where the
-- assignments on it have too many bytes.
-- KEYS: 1 stream, 2 states, 3 replicas
-- ARGV: 1 group, 2 nobody's name, 3 entry ID after which to begin, 4 most entries, 5 longest assignment in bytes,
--       6 bytes from which on the page ends
-- Codes: none
-- Returns: {} if there is no such stream, or {its length, pending entries, how many of them are nobody's, last delivered
--          ID, TIME in ms, 1 if more follows, then for each entry: ID, assignment if there is one and it is not too long,
--          its length, under whose name it is pending, idle ms, epoch, TIME in ms when its replica claimed it, failures,
--          checkpoint, who had it before}
local stream, group, most, bytes = KEYS[1], ARGV[1], tonumber(ARGV[4]), 0
if redis.call('EXISTS', stream) == 0 then return {} end
local time, summary = redis.call('TIME'), redis.pcall('XPENDING', stream, group)
local out = {redis.call('XLEN', stream), summary[1] or 0, 0, '0-0', time[1] * 1000 + math.floor(time[2] / 1000), 0}
for _, owner in ipairs(summary[4] or {}) do if owner[1] == ARGV[2] then out[3] = tonumber(owner[2]) end end
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do if row[2] == group then out[4] = row[8] end end

-- Behind the highest possible ID this is an error.
local function follower(id) return redis.pcall('XRANGE', stream, '(' .. id, '+', 'COUNT', 1)[1] end
local entry = follower(ARGV[3])
while entry and most > 0 and bytes < tonumber(ARGV[6]) do
  local id, text = entry[1], false
  for i = 1, #entry[2], 2 do text = entry[2][i] == 'lbs-input' and entry[2][i + 1] or text end
  local length, row = text and #text or 0, redis.pcall('XPENDING', stream, group, id, id, 1)[1] or {}
  local read, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], id) or '{}')
  if not read or type(state) ~= 'table' then state = {} end
  -- A foreign client that takes an entry from a replica leaves its state as it is.
  local theirs = state.incarnation and not (row[2] and redis.call('HEXISTS', KEYS[3], row[2]) == 1)
  for _, value in ipairs({id, length <= tonumber(ARGV[5]) and text, length, row[2] or false, row[3] or false,
    state.epoch or false, state.incarnation and not theirs and state.since or false, state.failures or false,
    state.checkpoint or false, not theirs and state.previous or false}) do
    out[#out + 1] = value
  end
  most, bytes, entry = most - 1, bytes + length, follower(id)
end
if entry then out[6] = 1 end
return out
