#!lua flags=allow-oom
-- Takes undelivered entries of a stream service, unless other live replicas with room go first: who has fewer streams,
-- and of equals who has not taken for longer. More than one has room for are taken only if none of the others has any.
-- KEYS: 1 stream, 2 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 most entries, 5 held, 6 free, 7 "1" if it has waited for the others,
--       8 longest assignment in bytes
-- Codes: 0 REFUSED, 1 TAKEN, 2 WAIT
-- Returns: {0}, {2, how many go first} or {1, last delivered ID, then for each entry: ID, assignment if there is one
--          and it is not too long, its length}
local stream, replicas, group, me = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local count, held, room, record = ARGV[4], tonumber(ARGV[5]), ARGV[6] + 0, '^(%S+) (%d+ %d+) (%d+) (%d+) (%d+)$'
local time, before = redis.call('TIME'), 0
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local mine = redis.call('HGET', replicas, me)
local holder, lives, _, _, taken = (mine or ''):match(record)
if holder ~= ARGV[3] then return {0} end
local function note(n, last)
  redis.call('HSET', replicas, me,
    string.format('%s %s %.0f %.0f %.0f', holder, lives, held + n, math.max(0, room - n), last))
end
for _, other in ipairs(redis.call('HVALS', replicas)) do
  local _, ends, has, free, last = other:match(record)
  if other ~= mine and ends and tonumber(ends:match('%d+')) > now and free ~= '0' then
    count, has, last = math.max(1, math.min(count, room)), tonumber(has), tonumber(last)
    if has < held or (has == held and last < tonumber(taken)) then before = before + 1 end
  end
end
if before > 0 and ARGV[7] ~= '1' then note(0, taken) return {2, before} end
local function read() return redis.pcall('XREADGROUP', 'GROUP', group, me, 'COUNT', count, 'STREAMS', stream, '>') end
local found = read()
if found and found.err and redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM') then found = read() end
local entries, out = found and found[1][2] or {}, {1}
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do if row[2] == group then out[2] = row[8] end end
for _, entry in ipairs(entries) do
  local text = false
  for i = 1, #entry[2], 2 do text = entry[2][i] == 'lbs-input' and entry[2][i + 1] or text end
  out[#out + 1], out[#out + 2], out[#out + 3] = entry[1], text and #text <= ARGV[8] + 0 and text, text and #text or 0
end
note(#entries, #entries > 0 and now or taken)
return out
